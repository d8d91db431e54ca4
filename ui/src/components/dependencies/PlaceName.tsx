import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import type { DependencyRow, PlaceView } from '../../api';
import { plain, t } from '../../strings';
import { useText } from '../../theme';
import { placeWords, reportedWords, rowName } from './words';

const useStyles = makeStyles({
  all: { display: 'flex', minWidth: 0, fontSize: T.fontSizeBase200, whiteSpace: 'nowrap' },
  folder: { flexShrink: 1, minWidth: '24px', color: T.colorNeutralForeground3 },
  file: { flexShrink: 0, maxWidth: '100%' },
  line: { color: T.colorBrandForeground1 },
});

/** Folder muted, file plain, line in the accent; a long path is cut in its middle. */
export function PlaceName({ place }: { place: PlaceView }) {
  const s = useStyles();
  const text = useText();
  return (
    <bdi className={mergeClasses(s.all, text.mono)} title={plain(placeWords(place))}>
      <span className={mergeClasses(s.folder, text.cut)}>{plain(`${place.source}/${place.folder}`)}</span>
      <span className={mergeClasses(s.file, text.cut)}>{plain(place.file)}<span className={s.line}>:{place.cell === null ? place.line : t('place.cellMark', { n: place.cell.n, line: place.cell.line })}</span></span>
    </bdi>
  );
}

/** The name of a row, whatever it is; with `uses` what a person reported stands behind it. */
export function RowName({ row, uses = false }: { row: DependencyRow; uses?: boolean }) {
  const text = useText();
  const { reported } = row.how;
  const name = reported && uses ? t('how.reportedBy', { name: rowName(row), what: reportedWords(reported) }) : rowName(row);
  return row.place ? <PlaceName place={row.place} /> : <bdi className={text.cut} title={plain(name)}>{plain(name)}</bdi>;
}
