import { Button, makeStyles, MessageBar, MessageBarBody, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { asUiError, keys, unwrap } from '../../api';
import { deviceCommands, type OwnDevice } from '../../api/bindings.devices';
import { Sheet } from '../../components';
import { list, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({ danger: { backgroundColor: tokens.colorStatusDangerBackground3, color: tokens.colorNeutralForegroundStaticInverted, ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundStaticInverted } } });

/** What the loss of a device means, before it is said. */
export function LoseDevice({ device, others, onClose, onDone }: { device: OwnDevice; others: boolean; onClose: () => void; onDone: (queued: readonly string[]) => void }) {
  const s = useStyles();
  const text = useText();
  const cancel = useRef<HTMLButtonElement>(null);
  const { data, error } = useQuery({ queryKey: [...keys.team, 'lossPlan', device.id], queryFn: () => unwrap(deviceCommands.deviceLossPlan(device.id)), gcTime: 0 });
  const lose = useMutation({ mutationFn: () => unwrap(deviceCommands.deviceLose(device.id)), onSuccess: (done) => onDone(done.queued) });
  const ready = data !== undefined && !lose.isPending;
  const problem = lose.error ?? error;
  const footer = <><span className={text.grow} /><Button ref={cancel} onClick={onClose}>{t('action.cancel')}</Button><Button appearance="primary" className={ready ? s.danger : undefined} disabledFocusable={!ready} onClick={() => { if (ready) lose.mutate(); }} data-testid={partIds.devices.loseGo}>{t('lose.go')}</Button></>;
  return (
    <Sheet open title={t('lose.title', { code: device.id })} onClose={onClose} footer={footer} first={cancel} testId={partIds.devices.loseSheet}>
      {problem && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar>}
      {!data && !problem && <Skeleton aria-label={t('state.loading')}><SkeletonItem size={40} /></Skeleton>}
      {data && (
        <>
          <span>{t('lose.keys', { n: data.rekeyed })}</span>
          {data.waiting > 0 && <span>{t('lose.waiting', { n: data.waiting })}</span>}
          {data.owners.length > 0 && <span>{t('lose.owners', { list: list(data.owners) })}</span>}
          {data.teams.length > 0 && <span>{t('lose.teams', { list: list(data.teams) })}</span>}
          {data.could.length > 0 && <span>{t('lose.could', { list: list(data.could) })}</span>}
          {data.could.length > 0 && <span className={text.strong}>{t('lose.todo')}</span>}
          {others && <span>{t('lose.others')}</span>}
          <span>{t('lose.own')}</span>
          <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t('lose.unlocked')}</MessageBarBody></MessageBar>
        </>
      )}
    </Sheet>
  );
}
