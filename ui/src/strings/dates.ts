/** Words as they stand inside a sentence: "yesterday", but "18 Nov". */
export const inside = (words: string): string => words.replace(/^\p{Lu}/u, (letter) => letter.toLocaleLowerCase());

const minute = 60_000;
const hour = 60 * minute;

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Relative up to yesterday, then "18 Nov", with the year when it is not this one. */
export function relativeTime(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const age = now.getTime() - date.getTime();
  if (age < minute) return 'Just now';
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (startOfDay(date) === startOfDay(now)) return `${Math.floor(age / hour)} h ago`;
  if (startOfDay(now) - startOfDay(date) <= 26 * hour) return 'Yesterday';
  return dayOf(date, now);
}

/** "30 Nov", with the year when it is not this one. */
export function dayOf(date: Date, now = new Date()): string {
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year }).format(date);
}

/** The whole time, for the tooltip and for screen readers. */
export function exactTime(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** "09:14". */
export function clockTime(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}
