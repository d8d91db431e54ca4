import { useEffect, useRef, useState } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../../api';
import { preparedLost } from '../../api/bindings.devices';
import { KeepCode } from './KeepCode';
import { OfferSecret } from './OfferSecret';

type Props = { groups: string[]; program: string | null; password: string; onBack: (lost: boolean) => void; onOpened: (state: SessionView) => void };

/** The codes of a workspace that is made up, and then its first byte. A lock of the computer forgets it. */
export function Finish({ groups, program, password, onBack, onOpened }: Props) {
  const [offered, setOffered] = useState(false);
  const lost = useRef(() => onBack(true));
  useEffect(() => { lost.current = () => onBack(true); });
  useEffect(() => {
    const listening = preparedLost.listen(() => lost.current());
    return () => { void listening.then((stop) => stop()); };
  }, []);
  const create = async () => {
    try { onOpened(await unwrap(commands.workspaceCreate())); } catch (caught) {
      if (asUiError(caught).code !== 'preparedGone') throw caught;
      onBack(true);
    }
  };
  const back = () => { void commands.workspaceDiscard(); onBack(false); };
  if (offered) return <OfferSecret program={program ?? ''} password={password} onBack={back} onLost={() => onBack(true)} onDone={create} />;
  return <KeepCode groups={groups} first onBack={back} onDone={async () => { if (program) setOffered(true); else await create(); }} />;
}
