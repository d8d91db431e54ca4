import { useState } from 'react';
import { ManageAccess } from './ManageAccess';
import { ShareDialog } from './ShareDialog';

type Props = { chosen: { id: string; name: string }[]; manage?: boolean; onClose: () => void };

/** Share and Manage access of some credentials; one leads to the other. */
export function Sharing({ chosen, manage = false, onClose }: Props) {
  const [managing, setManaging] = useState(manage);
  const one = chosen[0];
  return managing && one ? <ManageAccess credential={one} onClose={onClose} onAdd={() => setManaging(false)} /> : <ShareDialog chosen={chosen} onClose={onClose} onManage={() => setManaging(true)} />;
}
