import { Button, Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import { asUiError, unwrap, type ThingRef } from '../../api';
import { usedCommands } from '../../api/bindings.used';
import { plain, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { Sheet } from '../Sheet';
import { useToast } from '../Toaster';
import { Affected } from './Affected';
import { useOpen } from './openRow';
import { useAffected } from './useAffected';

type Props = { things: (ThingRef & { name: string })[]; onClose: () => void };

/** What uses several things together, each use once; a row leads to its place. */
export function UsesSheet({ things, onClose }: Props) {
  const text = useText();
  const cancel = useRef<HTMLButtonElement>(null);
  const toast = useToast();
  const [problem, setProblem] = useState<unknown>(null);
  const open = useOpen(setProblem);
  const { data, error } = useAffected('look', things);
  const wrong = error ?? problem;
  const write = () => { unwrap(usedCommands.affectedExport({ action: 'look', things: things.map(({ kind, id }) => ({ kind, id })) }, 'csv')).then((done) => { if (done) toast(t('used.exported', { n: done.rows, path: done.path })); }, setProblem); };
  const footer = (
    <>
      <span className={text.grow} />
      <Button appearance="subtle" icon={<ArrowDownload16Regular />} onClick={write} data-testid={partIds.affected.export}>{t('used.export')}</Button>
      <Button ref={cancel} onClick={onClose} data-testid={partIds.affected.cancel}>{t('action.close')}</Button>
    </>
  );
  return (
    <Sheet open title={t('used.together', { n: things.length })} onClose={onClose} footer={footer} first={cancel} testId={partIds.affected.sheet}>
      {wrong ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(wrong).message} {asUiError(wrong).hint}</MessageBarBody></MessageBar> : null}
      <span className={text.muted}>{things.map((thing, at) => <span key={thing.id}>{at > 0 && ', '}<Link inline onClick={() => open.startFrom(thing)} data-testid={partIds.affected.one(thing.id)}>{plain(thing.name)}</Link></span>)}</span>
      {data && <span className={text.muted}>{t(data.verdict === 'used' ? 'used.togetherHead' : 'affected.noneHead')}</span>}
      <Affected action="look" view={data} onRow={(row) => { if (row.place) open.place(row.id); else if (row.thing) open.thing(row.thing); }} />
    </Sheet>
  );
}
