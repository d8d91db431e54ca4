import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { keys, unwrap } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { useGo } from '../../components';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';

/** S8: what is to be rotated is told where people were removed, until it has a new value. */
export function RotationBar() {
  const go = useGo();
  const { data } = useQuery({ queryKey: [...keys.variable, 'rotations'], queryFn: () => unwrap(teamCommands.rotationList()) });
  const count = new Set(data?.map((row) => row.variableId)).size;
  if (count === 0) return null;
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{t('people.rotations', { n: count })}</MessageBarBody>
      <MessageBarActions><Button size="small" onClick={() => go('/rotations')} data-testid={partIds.people.rotations}>{t('people.showRotations')}</Button></MessageBarActions>
    </MessageBar>
  );
}
