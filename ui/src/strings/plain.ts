const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const marks = /[\u200e\u200f\u061c]/gu;
// Overrides, isolates, and what takes no room or looks like a space: each can make one name look like another.
const misleading = /[\u202a-\u202e\u2066-\u2069\u00ad\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const control = /[\u0000-\u001f\u007f-\u009f]/gu;

const code = (sign: string) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** A name from somebody else as it may be shown: what would turn or hide its letters stands there as a code. */
export function plain(text: string): string {
  const shown = text.replace(/[\t\n\r]/gu, ' ').replace(control, code).replace(misleading, code);
  return rightToLeft.test(shown) ? shown : shown.replace(marks, code);
}

/** The same for a place inside a sentence: a right-to-left name does not turn what stands around it. */
export function isolated(text: string): string {
  const shown = plain(text);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}
