import { Button, Link, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses } from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import type { VaultView } from '../../api';
import { StatusText, StoreTile } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { useVaultStyles } from './vaults.styles';
import { answerOf, howOf, isWrong, shortAddress, stateOf, whoOf } from './words';

export type VaultActions = { onOpen: () => void; onCheck: () => void; onEdit: () => void; onDisconnect: () => void; onWhy: () => void };
type Props = { vault: VaultView; chosen: boolean; checking: boolean; failed: boolean } & VaultActions;

/** One vault: where it is, who signs in, and how it answered last. */
export function VaultCard({ vault, chosen, checking, failed, onOpen, onCheck, onEdit, onDisconnect, onWhy }: Props) {
  const s = useVaultStyles();
  const text = useText();
  const device = vault.kind === 'thisDevice';
  const state = failed && !checking ? { kind: 'noAccess' as const, words: t('vaults.problem') } : stateOf(vault, checking);
  const wrong = !checking && (failed || isWrong(vault));
  return (
    <article className={mergeClasses(s.card, chosen && s.on)} aria-label={vault.name} data-testid={ids.vaults.card(vault.name)}>
      <div className={s.top}>
        <StoreTile store={vault.kind} size={36} />
        <span className={mergeClasses(text.col, text.grow)}>
          {device ? <span className={s.plainName}>{t('store.thisDevice')}</span> : <button type="button" className={s.name} onClick={onOpen}><bdi>{vault.name}</bdi></button>}
          <bdi className={mergeClasses(text.small, text.muted, text.cut)} title={vault.address}>{shortAddress(vault)}</bdi>
        </span>
        {!device && (
          <Menu>
            <MenuTrigger disableButtonEnhancement><Button appearance="subtle" size="small" className={s.above} icon={<MoreHorizontal20Regular />} aria-label={t('vaults.moreOf', { name: vault.name })} data-testid={ids.vaults.more(vault.name)} /></MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={onOpen} data-testid={ids.vaults.open}>{t('vaults.open')}</MenuItem>
                <MenuItem onClick={onCheck} data-testid={ids.vaults.check}>{t('vaults.check')}</MenuItem>
                <MenuItem onClick={onEdit} data-testid={ids.vaults.edit}>{t('vaults.editShort')}</MenuItem>
                <MenuItem onClick={onDisconnect} data-testid={ids.vaults.disconnect}>{t('vaults.disconnect')}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
      </div>
      <dl className={s.facts}>
        <dt>{t(device ? 'vaults.state' : 'vaults.signsInAs')}</dt>
        <dd><bdi className={text.cut} title={device ? undefined : whoOf(vault)}>{device ? t('vaults.unlocked') : whoOf(vault)}</bdi><span className={mergeClasses(text.small, text.muted, text.cut)}>{howOf(vault)}</span></dd>
      </dl>
      <div className={s.foot}>
        <StatusText kind={state.kind} words={state.words} />
        {wrong ? <Link className={mergeClasses(text.link, s.above, s.why)} onClick={onWhy} data-testid={ids.vaults.why(vault.name)}>{t('vaults.why')}</Link> : !device && <span className={mergeClasses(text.small, text.muted, text.num)}>{answerOf(vault)}</span>}
      </div>
    </article>
  );
}
