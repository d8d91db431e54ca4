import { useAddress } from '../../components';
import { CredentialsPage } from './CredentialsPage';
import { Deleted } from './Deleted';

/** Credentials, or what was deleted of them. */
export default function CredentialsFeature() {
  const [address, setAddress] = useAddress();
  if (address['view'] === 'deleted') return <Deleted onBack={() => setAddress({ view: null }, false)} />;
  return <CredentialsPage onDeleted={() => setAddress({ view: 'deleted', id: null }, false)} />;
}
