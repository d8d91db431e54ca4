import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { commands, type SettingsView } from './bindings';
import { unwrap } from './errors';
import { keys, settingsQuery } from './queries';

/** Settings, and a change to some of them: shown at once, taken back when Rust refuses. */
export function useSettings() {
  const client = useQueryClient();
  const { data } = useQuery(settingsQuery);
  const save = useMutation({
    scope: { id: 'settings' },
    mutationFn: (patch: Partial<SettingsView>) => {
      const now = client.getQueryData<SettingsView>(keys.settings);
      if (!now) throw new Error('settings are not loaded');
      return unwrap(commands.settingsUpdate({ ...now, ...patch }));
    },
    onMutate: (patch) => { client.setQueryData<SettingsView>(keys.settings, (old) => old && { ...old, ...patch }); },
    onSuccess: (settings) => client.setQueryData(keys.settings, settings),
    onError: () => client.invalidateQueries({ queryKey: keys.settings }),
  });
  return { settings: data, update: save.mutate, updateAsync: save.mutateAsync, error: save.error };
}
