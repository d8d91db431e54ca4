/** Parts whose commands Rust answers. One that it does not answer yet is not shown in the window; the fake answers all. */
const byRust = { whereUsed: true, team: true };
const byFake = { whereUsed: true, team: true };

export const answered: Readonly<typeof byRust> = ['fake', 'test'].includes(import.meta.env.MODE) ? byFake : byRust;
