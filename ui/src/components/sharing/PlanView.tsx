import { Link, makeStyles, mergeClasses, MessageBar, MessageBarBody, tokens as T } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, ErrorCircle16Filled, QuestionCircle16Regular } from '@fluentui/react-icons';
import { commands, unwrap, type PlanVariable, type SharePlan } from '../../api';
import { list, plain, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { KindIcon } from '../Tile';
import { useToast } from '../Toaster';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '12px', marginBottom: '4px' },
  h3: { margin: 0, fontSize: T.fontSizeBase300, lineHeight: T.lineHeightBase300, fontWeight: 600 },
  rows: { listStyleType: 'none', margin: 0, padding: 0, '& > * + *': { borderTop: `1px solid ${T.colorNeutralStroke3}` } },
  row: { display: 'grid', gridTemplateColumns: '20px minmax(0,1fr) auto', columnGap: '10px', alignItems: 'center', minHeight: '44px', padding: '4px 12px' },
  good: { color: T.colorStatusSuccessForeground1 }, bad: { color: T.colorStatusDangerForeground1 }, muted: { color: T.colorNeutralForeground3 },
  end: { display: 'flex', alignItems: 'center', columnGap: '6px', justifyContent: 'flex-end', textAlign: 'right' },
});

const placeWords = (one: PlanVariable) => (one.external ? t('share.reference', { place: one.place ?? '' }) : t(one.kind === 'text' ? 'share.text' : 'share.sealed'));

/** S3 and S5: the variables that come along, and what the people will be able to read of them. */
export function PlanView({ plan, people }: { plan: SharePlan; people: number }) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const copy = (request: string) => { void unwrap(commands.copyText(request)).then(() => toast(t('share.requestCopied')), () => undefined); };
  const readWords = (one: PlanVariable) => (one.read === 'all' ? t('share.readAll', { n: people }) : one.read === 'some' ? t('share.readSome', { people: list(one.cannot) }) : t('share.readUnknown'));
  return (
    <>
      <section>
        <div className={s.head}><h3 className={s.h3}>{t('share.variables')}</h3><span className={mergeClasses(text.small, text.muted)}>{t('share.variablesWhy')}</span></div>
        <ul className={mergeClasses(text.card, s.rows)}>
          {plan.variables.map((one) => (
            <li key={one.id} className={s.row} data-testid={partIds.share.variable(one.id)}>
              <KindIcon kind={one.kind} className={s.muted} />
              <span className={text.col}><bdi className={text.cut}>{plain(one.name)}</bdi><span className={mergeClasses(text.small, text.muted)}>{placeWords(one)}{one.keeps.length > 0 && `. ${t('share.keeps', { people: list(one.keeps) })}`}</span></span>
              {people > 0 && <span className={mergeClasses(s.end, text.small)}>{one.read === 'all' ? <CheckmarkCircle16Filled className={s.good} aria-hidden /> : one.read === 'some' ? <ErrorCircle16Filled className={s.bad} aria-hidden /> : <QuestionCircle16Regular className={s.muted} aria-hidden />}{readWords(one)}</span>}
            </li>
          ))}
        </ul>
      </section>
      {plan.refusals.map((one) => <MessageBar key={one.credential} intent="error" layout="multiline"><MessageBarBody>{t('share.refused', { credential: one.credential, reason: one.reason })}</MessageBarBody></MessageBar>)}
      {people > 0 && plan.notes.map((note) => (
        <MessageBar key={`${note.vault} ${note.secret}`} intent="info" layout="multiline">
          <MessageBarBody>{t('share.vault', { n: note.people.length, people: list(note.people), secret: note.secret, vault: note.vault, role: note.role })} <Link inline onClick={() => copy(note.request)} data-testid={partIds.share.request}>{t('share.request')}</Link></MessageBarBody>
        </MessageBar>
      ))}
    </>
  );
}
