import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { AffectedRequest, AffectedView } from '../../api';
import { affectedQuery } from '../../api/dependencies';

/** Asks what a change reaches before it is saved. An answer that comes after the form was changed or closed is passed by; none means that it could not be told. */
export function useAskFirst() {
  const client = useQueryClient();
  const turn = useRef(0);
  const [asking, setAsking] = useState(false);
  const drop = () => { turn.current += 1; setAsking(false); };
  useEffect(() => () => { turn.current += 1; }, []);
  const ask = (request: AffectedRequest, then: (answer: AffectedView | null) => void) => {
    const mine = (turn.current += 1);
    const end = (answer: AffectedView | null) => { if (turn.current === mine) { setAsking(false); then(answer); } };
    setAsking(true);
    client.fetchQuery(affectedQuery(request)).then(end, () => end(null));
  };
  return { asking, ask, drop };
}
