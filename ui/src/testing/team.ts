import type { AccessChange, AccessView, Arrival, ConflictPlace, ConflictVersion, ConflictView, GrantView, PersonLink, PersonListView, PersonQuery, PersonView, TeamView, Recipient, RemovalPlan, RoleName, SharePlan, ShareRequest, ShareResult } from '../api/bindings';
import { emit } from '@tauri-apps/api/event';
import { ago } from './data';
import { refuse, type Handler } from './fake';
import { pageOf } from './lists';

const link = (id: string, name: string, you = false): PersonLink => ({ id, name, you });
export const people = {
  maya: link('maya', 'Maya Lindqvist', true), tomas: link('tomas', 'Tomás Herrera'), aisha: link('aisha', 'Aisha Okafor'), jonas: link('jonas', 'Jonas Weber'), priya: link('priya', 'Priya Raman'), lena: link('lena', 'Lena Fischer'), daniel: link('daniel', 'Daniel Cho'), noor: link('noor', 'Noor Haddad'),
};
const all = Object.values(people);
const mail = (person: PersonLink) => `${person.id}@contoso.com`;
const grant = (person: PersonLink, role: RoleName, hours: number, by: PersonLink | null): GrantView => ({ id: `g-${person.id}`, person, everyone: null, mail: null, role, since: ago(hours), by, pending: false, canChange: !person.you, roles: person.you ? [] : ['coOwner', 'view', 'viewAndShare'], reason: person.you ? 'You can leave, but not change your own role.' : null });
const first: GrantView[] = [grant(people.maya, 'coOwner', 6000, null), grant(people.tomas, 'coOwner', 6000, people.maya), grant(people.aisha, 'viewAndShare', 3700, people.tomas), grant(people.jonas, 'view', 1900, people.aisha), grant(people.priya, 'view', 26, people.maya)];
const roles: RoleName[] = ['coOwner', 'view', 'viewAndShare'];

const words = 'harbor velvet cactus anthem ripple marble tundra lantern copper orbit'.split(' ');
const soon = () => new Date(Date.now() + 86_400_000).toISOString();

/** What Rust tells when a colleague shared something. */
export const arrive = (all: Arrival[]) => emit('shared-with-you', all);

/** Teams and people in memory. */
function peopleHandlers(): Record<string, Handler> {
  const inTeam = ['maya', 'tomas'];
  let rows: PersonListView[] = all.map((one, i) => ({ id: one.id, name: one.name, mail: mail(one), you: one.you, teamId: 't1', rank: inTeam.includes(one.id) ? 'owner' : 'member', key: one.id === 'noor' ? 'newKeyWaits' : one.id === 'jonas' ? 'notCompared' : 'verified', shared: [31, 14, 9, 6, 11, 4, 5, 7][i] ?? 0, seen: one.you ? ago(0) : ago(i * 9) }));
  let teams: TeamView[] = [{ id: 't1', name: 'Finance Automation', locationKind: 'folder', place: '/mnt/finance/credenza-team', people: 8, rank: 'owner', canLeave: true, leaveReason: null, sync: { state: 'synced', at: ago(0.04), waiting: 0 }, alarm: null, requests: [{ id: 'r1', name: 'Sofia Marin', mail: 'sofia@contoso.com', yours: true, safetyCode: words, sameMailAs: null }], invitations: [] }];
  const find = (id: unknown) => { const one = rows.find((row) => row.id === id); if (!one) throw refuse('notFound', 'That person is gone.'); return one; };
  const view = (id: unknown): PersonView => { const one = find(id); return { ...one, safetyCode: words, otherCode: one.key === 'newKeyWaits' ? [...words].reverse() : null, replaces: one.key === 'newKeyWaits' ? link('noor1', 'Noor H.') : null, devices: [{ id: 'd1', added: ago(1900), seen: ago(26) }], access: [{ id: 'c1', name: 'SAP payroll robot', role: 'view' }, { id: 'c10', name: 'Invoice portal robot', role: 'viewAndShare' }], canRank: !one.you && one.rank === 'member', canRemove: !one.you }; };
  const drop = (request: unknown) => { teams = teams.map((team) => ({ ...team, requests: team.requests.filter((one) => one.id !== request) })); };
  return {
    team_list: () => teams, team_sync: () => teams[0], team_go_on: () => teams[0], team_leave: ({ id }) => { teams = teams.filter((one) => one.id !== id); return null; }, safety_code: () => ({ name: 'Maya Lindqvist', words }), team_folder_pick: () => '/mnt/team', team_location_test: () => ({ good: true, answerMs: 3, problem: null, hint: null }),
    team_create: ({ request }) => { const made: TeamView = { id: 't2', name: (request as { name: string }).name, locationKind: 'folder', place: '/mnt/team', people: 1, rank: 'owner', canLeave: false, leaveReason: 'The last owner cannot leave.', sync: { state: 'synced', at: ago(0), waiting: 0 }, alarm: null, requests: [], invitations: [] }; teams = [...teams, made]; return made; },
    invitation_create: () => ({ id: 'i1', text: 'CREDENZA-INVITE-1.aGVsbG8tdGhpcy1pcy1hbi1leGFtcGxl', qr: Array.from({ length: 25 }, (_, y) => Array.from({ length: 25 }, (__, x) => ((x * 7 + y * 11 + x * y) % 3 === 0 ? '1' : '0')).join('')), expires: soon() }),
    invitation_copy: () => ({ clearsInSeconds: 30 }), invitation_save: () => true, invitation_cancel: () => null, invitation_read: ({ text }) => ({ inviterCode: [...words].reverse(), location: { kind: 'folder', path: '/mnt/treasury' }, member: String(text).includes('old') }),
    team_join: () => ({ ...(teams[0] as TeamView), id: 't3', name: 'Treasury', rank: 'member', sync: { state: 'joining', at: null, waiting: 0 }, requests: [] }),
    join_approve: ({ requestId }) => { drop(requestId); return null; }, join_refuse: ({ requestId }) => { drop(requestId); return null; },
    person_list: ({ query }) => { const asked = query as PersonQuery; return pageOf(rows, asked, () => true, (row) => row[asked.sort] ?? '', (row) => `${row.name} ${row.mail ?? ''}`); }, person_get: ({ id }) => view(id),
    person_verify: ({ id, matches }) => { rows = rows.map((one) => (one.id === id ? { ...one, key: matches ? 'verified' : 'notCompared' } : one)); return view(id); }, person_set_rank: ({ id, rank }) => { rows = rows.map((one) => (one.id === id ? { ...one, rank: rank as 'owner' } : one)); return view(id); },
    person_remove_plan: () => ({ credentials: 6, rekeyed: 9, waiting: 0, could: [{ id: 'x2', name: 'SAP payroll password' }, { id: 'x5', name: 'Bank gateway password' }], reads: [{ variableId: 'x2', variable: 'SAP payroll password', person: 'Jonas Weber', times: 3, last: ago(80) }], readOnly: [] }), person_remove: ({ id }) => { rows = rows.filter((one) => one.id !== id); return null; },
  };
}

const version = (id: string, by: string, hours: number, more: Partial<ConflictVersion>): ConflictVersion => ({ id, by, you: by === 'Maya Lindqvist', at: ago(hours), text: null, locations: null, canReveal: false, ...more });
const versions: ConflictView[] = [
  { place: { kind: 'credential', id: 'c2', field: 'description' }, name: 'SAP month-end close', mayChoose: true, among: 'set-1', versions: [version('12-b', 'Tomás Herrera', 1, { text: 'Closes the month in SAP, on the last working day.' }), version('11-a', 'Maya Lindqvist', 2, { text: '' })] },
  { place: { kind: 'variable', id: 'v2', field: 'value' }, name: 'SAP payroll password', mayChoose: true, among: 'set-2', versions: [version('14-b', 'Tomás Herrera', 1, { canReveal: true }), version('13-a', 'Maya Lindqvist', 2, { canReveal: true })] },
];

/** Sharing in memory, for the credentials of the fake. */
export function teamHandlers(): Record<string, Handler> {
  const grants = new Map<string, GrantView[]>();
  const chosen = new Set<string>();
  const of = (id: unknown) => grants.get(String(id)) ?? first;
  const names = new Map([['c1', 'SAP payroll robot'], ['c2', 'SAP month-end close']]);
  const nameOf = (id: unknown) => names.get(String(id)) ?? 'Ledger archive reader';
  const view = (id: unknown): AccessView => ({ credentialId: String(id), name: nameOf(id), teamId: 't1', people: of(id), mine: id === 'c6' ? { role: 'view', canShare: false, roles: [], reason: 'You may use this credential, but not share it.' } : { role: 'coOwner', canShare: true, roles: id === 'c5' ? ['view', 'viewAndShare'] : roles, reason: id === 'c5' ? 'Only a Co-owner can name another Co-owner.' : null }, rekeyPending: false, readOnly: false, offline: false });
  const nameFor = (id: string) => all.find((one) => one.id === id)?.name ?? id;
  const waits = 'Invite them under People and teams. It takes effect once they are in the team and you have compared their safety code.';
  return {
    ...peopleHandlers(),
    access_get: ({ credentialId }) => view(credentialId),
    share_find: ({ credentialIds, search, limit }) => {
      const text = String(search).toLowerCase();
      const has = new Set((credentialIds as string[]).flatMap((id) => of(id).map((one) => one.person?.id)));
      const found: Recipient[] = all.filter((one) => !has.has(one.id) && one.name.toLowerCase().includes(text)).map((one) => ({ kind: 'person', id: one.id, personId: one.id, name: one.name, mail: mail(one), team: 'Finance Automation', key: one.id === 'noor' ? 'newKeyWaits' : 'verified', blocked: one.id === 'noor' ? "Noor Haddad's key has changed. Nothing is shared with the new key until you have compared the safety code." : null }));
      if ('finance automation everyone'.includes(text)) found.push({ kind: 'everyone', id: 'everyone-t1', personId: null, name: 'Finance Automation', mail: null, team: 'Finance Automation', key: null, blocked: null });
      if (text.includes('@') && found.length === 0) found.push({ kind: 'invite', id: text, personId: null, name: text, mail: text, team: 'Finance Automation', key: null, blocked: null });
      return found.slice(0, Number(limit));
    },
    share_plan: ({ request }): SharePlan => {
      const { recipients } = request as ShareRequest;
      const some = recipients.map(({ id }) => nameFor(id));
      return {
        variables: [{ id: 'v9', name: 'SAP payroll user', kind: 'text', external: false, place: null, read: 'all', cannot: [], keeps: [] }, { id: 'x2', name: 'SAP payroll password', kind: 'secret', external: true, place: 'kv-fin-prod, sap-payroll-robot', read: some.includes('Daniel Cho') ? 'some' : 'notKnown', cannot: some.filter((one) => one === 'Daniel Cho'), keeps: [] }],
        notes: some.length > 0 ? [{ people: some, secret: 'sap-payroll-robot', vault: 'kv-fin-prod', role: 'Key Vault Secrets User', request: 'Please give them the role Key Vault Secrets User.' }] : [], refusals: [], needsTeam: false,
      };
    },
    share_save: ({ request }): ShareResult[] => {
      const { recipients, credentialIds, role } = request as ShareRequest;
      return recipients.flatMap(({ kind, id }) => credentialIds.map((credential): ShareResult => {
        const person = all.find((one) => one.id === id);
        if (person) grants.set(credential, [...of(credential), grant(person, role, 0, people.maya)]);
        return { recipientId: id, name: nameFor(id), credential: nameOf(credential), outcome: kind === 'invite' ? 'waiting' : 'shared', reason: kind === 'invite' ? waits : null };
      }));
    },
    removal_plan: ({ grantId }): RemovalPlan => {
      if (grantId !== 'everyone' && !all.some((one) => one.id === grantId)) throw refuse('notFound', 'That person is gone.');
      return {
        grantId: String(grantId), variables: [{ id: 'x2', name: 'SAP payroll password', neededBy: null, blocked: null, givenOut: true }, { id: 'v9', name: 'SAP payroll user', neededBy: 'SAP month-end close', blocked: null, givenOut: false }],
        reads: grantId === 'priya' ? [] : [{ variableId: 'x2', variable: 'SAP payroll password', person: 'Jonas Weber', times: 3, last: ago(80) }], waitsForKey: false,
      };
    },
    conflict_list: ({ id }): ConflictView[] => (id === 'c2' ? versions.filter((one) => !chosen.has(one.place.field)) : []), conflict_choose: ({ place }) => { chosen.add((place as ConflictPlace).field); return null; }, conflict_reveal: () => ({ value: 'canary-version', seconds: 30 }),
    rotation_list: () => [{ variableId: 'x2', name: 'contoso_SapPayrollPassword', displayName: 'SAP payroll password', personId: 'jonas', person: 'Jonas Weber', read: ago(80), opened: ago(2), uses: 3 }, { variableId: 'x2', name: 'contoso_SapPayrollPassword', displayName: 'SAP payroll password', personId: 'priya', person: 'Priya Raman', read: null, opened: ago(2), uses: 3 }],
    access_save: ({ credentialId, changes }): ShareResult[] => (changes as AccessChange[]).map((change) => {
      const old = of(credentialId).find((one) => one.id === change.grantId);
      grants.set(String(credentialId), change.kind === 'remove' ? of(credentialId).filter((one) => one.id !== change.grantId) : of(credentialId).map((one) => (one.id === change.grantId ? { ...one, role: change.role } : one)));
      return { recipientId: change.grantId, name: old?.person?.name ?? '', credential: nameOf(credentialId), outcome: change.kind === 'remove' ? 'removed' : 'changed', reason: null };
    }),
  };
}
