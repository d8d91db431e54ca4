import type { LocationKind, LocationSignIn, TeamLocation } from '../../api';

/** What was typed about a location. Fields of another kind stay as they are. */
export type Place = { kind: LocationKind; path: string; account: string; container: string; bucket: string; folder: string; region: string; endpoint: string };
export const emptyPlace: Place = { kind: 'folder', path: '', account: '', container: '', bucket: '', folder: '', region: '', endpoint: '' };

export const kinds: readonly LocationKind[] = ['folder', 'azureBlob', 's3', 'gcs'];

const below = (folder: string) => { const inner = folder.trim().replace(/^\/+|\/+$/g, ''); return inner && `/${inner}`; };
const asked = (parts: [name: string, value: string][]) => { const all = parts.filter(([, value]) => value.trim() !== '').map(([name, value]) => `${name}=${value.trim()}`).join('&'); return all && `?${all}`; };

/** The address as an invitation names it: never with a sign-in. */
export function locationOf(place: Place): TeamLocation {
  const { kind, account, container, bucket, folder, region, endpoint } = place;
  const path = {
    folder: place.path.trim(), gcs: `gs://${bucket.trim()}${below(folder)}`,
    azureBlob: `azure://${account.trim()}/${container.trim()}${below(folder)}${asked([['endpoint', endpoint]])}`,
    s3: `s3://${bucket.trim()}${below(folder)}${asked([['region', region], ['endpoint', endpoint]])}`,
  }[kind];
  return { kind, path };
}

export type Identity = LocationSignIn['kind'];
export type SignInDraft = LocationSignIn & { keyFileName: string | null };
export const emptySignIn: SignInDraft = { kind: 'azureCli', tenant: '', clientId: '', keyId: '', profile: 'default', secret: '', keyFile: null, keyFileName: null };

const ways: Record<LocationKind, readonly Identity[]> = { folder: [], azureBlob: ['azureCli', 'azureApp', 'azureKey'], s3: ['s3Profile', 's3Keys'], gcs: ['gcsKeyFile'] };
export const identitiesOf = (kind: LocationKind): readonly Identity[] => ways[kind];

/** The chosen identity, or the first that the kind has. */
export const identityOf = (kind: LocationKind, draft: SignInDraft): Identity | null => (ways[kind].includes(draft.kind) ? draft.kind : (ways[kind][0] ?? null));

/** What is sent: the fields of the chosen identity and no other. */
export function signInOf(kind: LocationKind, draft: SignInDraft): LocationSignIn | null {
  const identity = identityOf(kind, draft);
  if (!identity) return null;
  const none: LocationSignIn = { kind: identity, tenant: '', clientId: '', keyId: '', profile: '', secret: '', keyFile: null };
  const { tenant, clientId, keyId, profile, secret, keyFile } = draft;
  const own: Record<Identity, Partial<LocationSignIn>> = { azureCli: {}, azureApp: { tenant: tenant.trim(), clientId: clientId.trim(), secret }, azureKey: { secret }, s3Profile: { profile: profile.trim() }, s3Keys: { keyId: keyId.trim(), secret }, gcsKeyFile: { keyFile } };
  return { ...none, ...own[identity] };
}

/** Whether everything that has to be typed was. */
export function isWhole(place: Place, draft: SignInDraft, joining: boolean): boolean {
  const said = (...all: string[]) => all.every((one) => one.trim() !== '');
  const { kind } = place;
  const there = joining ? kind !== 'folder' || said(place.path) : { folder: said(place.path), azureBlob: said(place.account, place.container), s3: said(place.bucket, place.region), gcs: said(place.bucket) }[kind];
  const identity = identityOf(kind, draft);
  const known = identity === null || { azureCli: true, azureApp: said(draft.tenant, draft.clientId, draft.secret), azureKey: said(draft.secret), s3Profile: said(draft.profile), s3Keys: said(draft.keyId, draft.secret), gcsKeyFile: draft.keyFile !== null }[identity];
  return there && known;
}
