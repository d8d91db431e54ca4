import { Button, Field, makeStyles, MessageBar, MessageBarBody, mergeClasses, Spinner, Textarea } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, unwrap, type InvitationView, type TeamView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { useToast } from '../../components';
import { QrCode } from '../../components/QrCode';
import { WideDialog } from '../../components/sharing/WideDialog';
import { exactTime, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({
  row: { display: 'flex', columnGap: '24px', rowGap: '16px', flexWrap: 'wrap', alignItems: 'flex-start' },
  text: { flex: '1 1 280px', minWidth: 0 },
  buttons: { display: 'flex', columnGap: '8px', marginTop: '8px' },
});

/** S9: a one-time invitation, as text, file or QR code. Made when the dialog opens. */
export function InviteDialog({ team, onClose }: { team: TeamView; onClose: () => void }) {
  const text = useText();
  // Not below the key of teams: what is refreshed there would make another invitation.
  const { data, error } = useQuery({ queryKey: ['invite', team.id], queryFn: () => unwrap(teamCommands.invitationCreate(team.id)), gcTime: 0, staleTime: Infinity });
  const [problem, setProblem] = useState<unknown>(null);
  const shown = error ?? problem;
  return (
    <WideDialog title={t('invite.title', { team: team.name })} onClose={onClose} testId={partIds.people.inviteDialog} footer={<><span className={text.grow} /><Button appearance="primary" onClick={onClose}>{t('action.close')}</Button></>}>
      {shown ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(shown).message} {asUiError(shown).hint}</MessageBarBody></MessageBar> : null}
      {!data && !shown && <Spinner label={t('state.loading')} />}
      {data && <Ready invitation={data} onError={setProblem} />}
      {data && <span className={mergeClasses(text.small, text.muted)}>{t('invite.help', { when: exactTime(data.expires) })}</span>}
    </WideDialog>
  );
}

function Ready({ invitation, onError }: { invitation: InvitationView; onError: (error: unknown) => void }) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const copy = () => { unwrap(teamCommands.invitationCopy(invitation.id)).then(() => toast(t('invite.copied')), onError); };
  const save = () => { unwrap(teamCommands.invitationSave(invitation.id)).then((saved) => { if (saved) toast(t('invite.saved')); }, onError); };
  return (
    <div className={s.row}>
      <div className={s.text}>
        <Field label={t('invite.text')}><Textarea readOnly rows={5} className={text.mono} value={invitation.text} data-testid={partIds.people.invitation} /></Field>
        <div className={s.buttons}><Button onClick={copy} data-testid={partIds.people.copyInvitation}>{t('invite.copy')}</Button><Button onClick={save} data-testid={partIds.people.saveInvitation}>{t('invite.save')}</Button></div>
      </div>
      <QrCode rows={invitation.qr} label={t('invite.qr')} />
    </div>
  );
}
