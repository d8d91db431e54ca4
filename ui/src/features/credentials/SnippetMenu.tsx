import { Button, makeStyles, Menu, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger, useAnnounce } from '@fluentui/react-components';
import { CodeText16Regular } from '@fluentui/react-icons';
import { commands, unwrap, type SnippetLanguage } from '../../api';
import { useToast } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';

const useStyles = makeStyles({ popover: { width: '340px', maxWidth: '340px' }, item: { maxWidth: 'none' } });

const languages: { id: SnippetLanguage; name: string }[] = [
  { id: 'powerShell', name: 'PowerShell' }, { id: 'python', name: 'Python' }, { id: 'bash', name: 'Shell' },
  { id: 'csharp', name: 'C#' }, { id: 'javaScript', name: 'JavaScript' },
];

/** U6: the literal name in it, never a value. */
export function SnippetMenu({ id, onError }: { id: string; onError: (error: unknown) => void }) {
  const s = useStyles();
  const toast = useToast();
  const { announce } = useAnnounce();
  const copy = async (language: SnippetLanguage, name: string) => {
    try {
      await unwrap(commands.credentialSnippet(id, language));
      toast(t('snippet.copied', { language: name }));
      announce(t('snippet.copied', { language: name }), { polite: true });
    } catch (error) { onError(error); }
  };
  return (
    <Menu positioning={{ position: 'below', align: 'start' }}>
      <MenuTrigger disableButtonEnhancement><Button icon={<CodeText16Regular />} data-testid={ids.details.snippet}>{t('details.copySnippet')}</Button></MenuTrigger>
      <MenuPopover className={s.popover}>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('snippet.head')}</MenuGroupHeader>
            {languages.map((one) => <MenuItem key={one.id} className={s.item} onClick={() => void copy(one.id, one.name)} data-testid={ids.details.snippetItem(one.id)}>{one.name}</MenuItem>)}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
