// Messages from the page pass here on their way to Rust; only calls with a plain command name go on.
const plainName = /^(plugin:[a-z-]+\|)?[a-z_]+$/;
window.__TAURI_ISOLATION_HOOK__ = (message) => {
  if (typeof message?.cmd !== "string" || !plainName.test(message.cmd)) throw new Error("not a command");
  return message;
};
