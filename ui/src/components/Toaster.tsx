import { Toast, Toaster as FluentToaster, ToastTitle, useToastController } from '@fluentui/react-components';
import { useCallback } from 'react';

const toasterId = 'credenza';

/** Results of work that finished elsewhere; never a value. */
export function Toaster() {
  return <FluentToaster toasterId={toasterId} position="bottom-end" timeout={5000} pauseOnHover />;
}

export function useToast(): (text: string, intent?: 'success' | 'warning') => void {
  const { dispatchToast } = useToastController(toasterId);
  return useCallback((text, intent = 'success') => dispatchToast(<Toast><ToastTitle>{text}</ToastTitle></Toast>, { intent }), [dispatchToast]);
}
