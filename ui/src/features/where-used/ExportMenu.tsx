import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import type { ExportFormat } from '../../api';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';

const formats: ExportFormat[] = ['csv', 'json', 'mermaid', 'svg'];

/** Export of what is shown; a picture only while one is drawn. */
export function ExportMenu({ reason, canDraw, onExport }: { reason: string | null; canDraw: boolean; onExport: (format: ExportFormat) => void }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<ArrowDownload16Regular />} disabledFocusable={reason !== null} title={reason ?? undefined} data-testid={partIds.used.export}>{t('used.export')}</Button></MenuTrigger>
      <MenuPopover>
        <MenuList aria-label={t('used.exportOf')}>
          {formats.map((format) => <MenuItem key={format} disabled={format === 'svg' && !canDraw} subText={format === 'svg' && !canDraw ? t('used.svgWhy') : undefined} onClick={() => onExport(format)} data-testid={partIds.used.exportAs(format)}>{t(`used.${format}`)}</MenuItem>)}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
