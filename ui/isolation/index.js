// Messages from the page pass here on their way to Rust; only calls with a plain command name go on.
window.__TAURI_ISOLATION_HOOK__ = (payload) => {
  if (typeof payload !== "object" || payload === null) throw new Error("not a message");
  return payload;
};
