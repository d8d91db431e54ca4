import { Avatar, Field, makeStyles, mergeClasses, Tag, TagPicker, TagPickerControl, TagPickerGroup, TagPickerInput, TagPickerList, TagPickerOption } from '@fluentui/react-components';
import type { Recipient } from '../../api';
import { plain, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { RoleMenu } from './RoleMenu';
import type { Share } from './useShare';

const useStyles = makeStyles({ row: { display: 'flex', columnGap: '8px', alignItems: 'flex-start', rowGap: '8px', flexWrap: 'wrap' }, picker: { flex: '1 1 280px', minWidth: 0 }, help: { display: 'block', marginTop: '6px' } });
const nameOf = (one: Recipient) => (one.kind === 'everyone' ? t('share.everyone', { team: one.name }) : one.kind === 'invite' ? t('share.invite', { mail: one.mail ?? one.name }) : one.name);
const face = (one: Recipient, size: 20 | 24) => <Avatar name={plain(one.name)} idForColor={one.personId ?? one.id} color="colorful" size={size} aria-hidden />;

/** Names as chips, and one role for all who are being added. */
export function AddPeople({ share }: { share: Share }) {
  const s = useStyles();
  const text = useText();
  const { recipients, found } = share;
  const known = new Map([...found, ...recipients].map((one) => [one.id, one]));
  const teams = new Set(found.map((one) => one.team));
  const options = found.filter((one) => !recipients.some((other) => other.id === one.id));
  const select = (value: string, selected: string[]) => {
    const one = known.get(value);
    if (!one || one.blocked) return;
    if (selected.includes(value)) share.add(one); else share.keep(selected);
  };
  return (
    <section>
      <div className={s.row}>
        <Field label={t('share.add')} className={s.picker}>
          <TagPicker selectedOptions={recipients.map((one) => one.id)} onOptionSelect={(_, data) => { if (data.value !== 'none') select(data.value, data.selectedOptions); }} disabled={!share.ready}>
            <TagPickerControl>
              <TagPickerGroup aria-label={t('share.toAdd')}>{recipients.map((one) => <Tag key={one.id} value={one.id} shape="circular" size="small" media={face(one, 20)}>{plain(nameOf(one))}</Tag>)}</TagPickerGroup>
              <TagPickerInput aria-label={t('share.name')} placeholder={t('share.name')} value={share.typed} onChange={(event) => share.setTyped(event.target.value)} spellCheck={false} autoComplete="off" autoFocus data-testid={partIds.share.add} />
            </TagPickerControl>
            <TagPickerList>
              {options.map((one) => (
                <TagPickerOption key={one.id} value={one.id} text={one.name} media={face(one, 24)} aria-disabled={one.blocked ? true : undefined} secondaryContent={one.blocked ?? [one.mail, one.key && t(`key.${one.key}`), teams.size > 1 && one.team].filter(Boolean).join(', ')} data-testid={partIds.share.person(one.id)}>{plain(nameOf(one))}</TagPickerOption>
              ))}
              {options.length === 0 ? <TagPickerOption value="none" text="" aria-disabled>{t('share.none', { search: share.search })}</TagPickerOption> : null}
            </TagPickerList>
          </TagPicker>
        </Field>
        <Field label={t('role.label')}><RoleMenu label={t('role.label')} role={share.role} roles={share.roles} reason={share.reason} onRole={share.setRole} testId={partIds.share.role} /></Field>
      </div>
      <span className={mergeClasses(text.small, text.muted, s.help)}>{t(`roleHelp.${share.role}`)} {share.role !== 'coOwner' && t('role.limit')}</span>
    </section>
  );
}
