import { useEffect, useRef, useState } from 'react';
import { commands } from '../api';

/** Long enough that not each letter is sealed anew. */
const restMs = 300;

function read<F extends object>(json: string | null, of: string, start: F): F {
  try {
    const kept: unknown = json === null ? null : JSON.parse(json);
    if (typeof kept !== 'object' || kept === null || (kept as { of?: unknown }).of !== of) return start;
    return { ...start, ...(kept as { form: Partial<F> }).form };
  } catch { return start; }
}

/** What was typed into a form, kept sealed by Rust through a lock. `of` says what the form is about, and never holds a value; `kept` leaves values out of what is kept. Null until it is known whether there is a draft. */
export function useDraft<F extends object>(name: string, of: string, start: F, kept: (form: F) => F = (form) => form) {
  const [form, setForm] = useState<F | null>(null);
  const first = useRef(start);
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; keep: () => void } | null>(null);
  const stop = () => { if (pending.current) clearTimeout(pending.current.timer); pending.current = null; };
  useEffect(() => {
    let outdated = false;
    void commands.draftGet(name).then((answer) => { if (!outdated) setForm((now) => now ?? read(answer.status === 'ok' ? answer.data : null, of, first.current)); });
    return () => { outdated = true; pending.current?.keep(); };
  }, [name, of]);
  const change = (next: F) => {
    setForm(next);
    stop();
    const keep = () => { stop(); void commands.draftSet(name, JSON.stringify({ of, form: kept(next) })); };
    pending.current = { timer: setTimeout(keep, restMs), keep };
  };
  const clear = () => { stop(); void commands.draftClear(name); };
  return { form, change, clear };
}
