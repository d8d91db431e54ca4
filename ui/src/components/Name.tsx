import { plain, t } from '../strings';

/** A name that somebody chose: its direction turns nothing around it, and nothing in it is hidden. */
export function Name({ text }: { text: string }) {
  return <bdi>{plain(text).trim() || t('name.none')}</bdi>;
}
