import type { SharedView } from '../api';
import { t } from '../strings';

type Shared = SharedView | null | undefined;

/** Where a credential came from, or with whom it is shared. */
export const originWords = (shared: SharedView): string => t(shared.received ? 'shared.from' : 'shared.with', { team: shared.team });

/** Why some of these can't be changed or deleted. */
export const editReason = (all: readonly Shared[]): string | null => (all.some((one) => one && one.role !== 'coOwner') ? t('shared.cannotEdit') : null);

/** Why none of these can be shared. */
export function shareReason(all: readonly Shared[]): string | null {
  const cannot = all.filter((one) => one && (one.role === null || one.role === 'view'));
  if (all.length === 0 || cannot.length < all.length) return null;
  return t(cannot.every((one) => one?.role === null) ? 'shared.takenBack' : 'shared.cannotShare');
}
