import type { AccessChange, AccessView, GrantView, PersonLink, Recipient, RemovalPlan, RoleName, SharePlan, ShareRequest, ShareResult } from '../api/bindings.gen';
import { ago } from './data';
import { refuse, type Handler } from './fake';

const link = (id: string, name: string, you = false): PersonLink => ({ id, name, you });
export const people = {
  maya: link('maya', 'Maya Lindqvist', true), tomas: link('tomas', 'Tomás Herrera'), aisha: link('aisha', 'Aisha Okafor'), jonas: link('jonas', 'Jonas Weber'), priya: link('priya', 'Priya Raman'), lena: link('lena', 'Lena Fischer'), daniel: link('daniel', 'Daniel Cho'), noor: link('noor', 'Noor Haddad'),
};
const all = Object.values(people);
const mail = (person: PersonLink) => `${person.id}@contoso.com`;
const grant = (person: PersonLink, role: RoleName, hours: number, by: PersonLink | null): GrantView => ({ id: `g-${person.id}`, person, everyone: null, mail: null, role, since: ago(hours), by, pending: false, canChange: !person.you, reason: person.you ? 'You can leave, but not change your own role.' : null });
const first: GrantView[] = [grant(people.maya, 'coOwner', 6000, null), grant(people.tomas, 'coOwner', 6000, people.maya), grant(people.aisha, 'viewAndShare', 3700, people.tomas), grant(people.jonas, 'view', 1900, people.aisha), grant(people.priya, 'view', 26, people.maya)];
const roles: RoleName[] = ['coOwner', 'view', 'viewAndShare'];

/** Sharing in memory, for the credentials of the fake. */
export function teamHandlers(): Record<string, Handler> {
  const grants = new Map<string, GrantView[]>();
  const of = (id: unknown) => grants.get(String(id)) ?? first;
  const names = new Map([['c1', 'SAP payroll robot'], ['c2', 'SAP month-end close']]);
  const nameOf = (id: unknown) => names.get(String(id)) ?? 'Ledger archive reader';
  const view = (id: unknown): AccessView => ({ credentialId: String(id), name: nameOf(id), teamId: 't1', people: of(id), mine: id === 'c6' ? { role: 'view', canShare: false, roles: [], reason: 'You may use this credential, but not share it.' } : { role: 'coOwner', canShare: true, roles: id === 'c5' ? ['view', 'viewAndShare'] : roles, reason: id === 'c5' ? 'Only a Co-owner can name another Co-owner.' : null } });
  const nameFor = (id: string) => all.find((one) => one.id === id)?.name ?? id;
  return {
    access_get: ({ credentialId }) => view(credentialId),
    share_find: ({ credentialIds, search, limit }) => {
      const text = String(search).toLowerCase();
      const has = new Set((credentialIds as string[]).flatMap((id) => of(id).map((one) => one.person?.id)));
      const found: Recipient[] = all.filter((one) => !has.has(one.id) && one.name.toLowerCase().includes(text)).map((one) => ({ kind: 'person', id: one.id, name: one.name, mail: mail(one), key: one.id === 'noor' ? 'newKeyWaits' : 'verified', blocked: one.id === 'noor' ? "Noor Haddad's key has changed. Nothing is shared with the new key until you have compared the safety code." : null }));
      if ('finance automation everyone'.includes(text)) found.push({ kind: 'everyone', id: 'everyone-t1', name: 'Finance Automation', mail: null, key: null, blocked: null });
      if (text.includes('@') && found.length === 0) found.push({ kind: 'invite', id: text, name: text, mail: text, key: null, blocked: null });
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
        return { recipientId: id, name: nameFor(id), credential: nameOf(credential), outcome: kind === 'invite' ? 'waiting' : 'shared', reason: null };
      }));
    },
    removal_plan: ({ personId }): RemovalPlan => {
      if (!all.some((one) => one.id === personId)) throw refuse('notFound', 'That person is gone.');
      return {
        personId: String(personId), variables: [{ id: 'x2', name: 'SAP payroll password', neededBy: null }, { id: 'v9', name: 'SAP payroll user', neededBy: 'SAP month-end close' }],
        reads: personId === 'jonas' ? [{ field: 'password', variable: 'SAP payroll password', times: 3, last: ago(80), program: 'pwsh', device: 'FIN-WS-114' }] : [], todo: ['SAP payroll password'], stillReads: ['SAP payroll user'],
      };
    },
    access_save: ({ credentialId, changes }): ShareResult[] => (changes as AccessChange[]).map((change) => {
      const old = of(credentialId).find((one) => one.id === change.grantId);
      grants.set(String(credentialId), change.kind === 'remove' ? of(credentialId).filter((one) => one.id !== change.grantId) : of(credentialId).map((one) => (one.id === change.grantId ? { ...one, role: change.role } : one)));
      return { recipientId: change.grantId, name: old?.person?.name ?? '', credential: nameOf(credentialId), outcome: change.kind === 'remove' ? 'removed' : 'changed', reason: null };
    }),
  };
}
