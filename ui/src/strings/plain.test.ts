import { describe, expect, it } from 'vitest';
import { hostile, hostileNames } from '../testing/data';
import { addWords, counted, facts, list, t } from '.';
import './all';
import { variables } from './en/variables';
import { isolated, plain } from './plain';

addWords(variables);

const turns = /[\u202a-\u202e\u2066-\u2069]/u;

describe('names from others', () => {
  it('show what would turn or hide their letters', () => {
    expect(plain(hostile.reversed)).toBe('invoice[U+202E]gnp.exe');
    expect(plain('SAP\u200bpayroll')).toBe('SAP[U+200B]payroll');
    expect(plain('a\u0007b')).toBe('a[U+0007]b');
    expect(plain(hostile.lines)).toBe('first second third');
    for (const name of hostileNames) expect(plain(name)).not.toMatch(turns);
  });

  it('stay as they are when there is nothing to show', () => {
    for (const name of ['SAP payroll robot', hostile.hebrew, hostile.arabic, hostile.emoji, 'Müller & Søn', 'می‌خواهم']) expect(plain(name)).toBe(name);
    expect(plain('שכר\u200f 2026')).toBe('שכר\u200f 2026');
    expect(plain(hostile.marks)).toBe('[U+200E]Payroll[U+200E]');
  });

  it('turn nothing around them in a sentence', () => {
    expect(t('variables.deleteTitle', { name: hostile.hebrew })).toBe(`Delete \u2068${hostile.hebrew}\u2069?`);
    expect(t('variables.deleteTitle', { name: hostile.reversed })).toBe('Delete invoice[U+202E]gnp.exe?');
    expect(isolated('\u2069שכר')).toBe('\u2068[U+2069]שכר\u2069');
    expect(list(['a', hostile.reversed])).toBe('a and invoice[U+202E]gnp.exe');
  });

  it('are isolated once where sentences hold sentences', () => {
    const said = list([hostile.hebrew, 'a']);
    expect(t('variables.deleteTitle', { name: said })).toBe(`Delete ${said}?`);
    expect(t('variables.deleteTitle', { name: facts([said, 'b']) })).toBe(`Delete ${said}, b?`);
    // A name that looks like one of these is none.
    const forged = `\u2068${hostile.arabic}\u2069`;
    expect(t('variables.deleteTitle', { name: facts([forged]) })).toContain('[U+2068]');
  });

  it('are never read as a pattern', () => {
    expect(t('variables.deleteTitle', { name: hostile.template })).toBe('Delete {name} {n} ${1+1}?');
    expect(t('state.nothing', { search: '$& $1' })).toBe('Nothing matches “$& $1”.');
  });
});

it('says when nobody counted to the end', () => {
  expect([counted(48, true), counted(100_000, true), counted(400, false)]).toEqual(['48', '100,000', 'More than 400']);
});
