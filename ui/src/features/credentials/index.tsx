import { lazy, Suspense } from 'react';
import { useAddress } from '../../components';
import { CredentialsPage } from './CredentialsPage';

const Deleted = lazy(() => import('./Deleted').then((m) => ({ default: m.Deleted })));

/** Credentials, or what was deleted of them. */
export default function CredentialsFeature() {
  const [address, setAddress] = useAddress();
  if (address['view'] === 'deleted') return <Suspense fallback={null}><Deleted onBack={() => setAddress({ view: null }, false)} /></Suspense>;
  return <CredentialsPage onDeleted={() => setAddress({ view: 'deleted', id: null }, false)} />;
}
