import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys, unwrap } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { addWords, t } from '../../strings';
import { conflicts } from '../../strings/en/conflicts';
import { partIds } from '../../testIds.parts';
import { CompareDialog } from './CompareDialog';

addWords(conflicts);

type Props = { kind: 'credential' | 'variable'; id: string; name: string };

/** S10: what two people changed at once stands above everything else, with the way to compare. */
export function Conflicts({ kind, id, name }: Props) {
  const [comparing, setComparing] = useState(false);
  const { data } = useQuery({ queryKey: [...keys[kind], 'conflicts', id], queryFn: () => unwrap(teamCommands.conflictList(kind, id)), gcTime: 0 });
  const first = data?.[0];
  if (!data || !first) return null;
  const words = data.length > 1 ? t('conflict.many', { n: data.length }) : t('conflict.one', { field: t(`conflict.${first.place.field}`) });
  return (
    <>
      <MessageBar intent="warning" layout="multiline" data-testid={partIds.conflict.bar}>
        <MessageBarBody>{words}</MessageBarBody>
        <MessageBarActions><Button size="small" onClick={() => setComparing(true)} data-testid={partIds.conflict.compare}>{t('conflict.compare')}</Button></MessageBarActions>
      </MessageBar>
      {comparing && <CompareDialog name={name} conflicts={data} onClose={() => setComparing(false)} />}
    </>
  );
}
