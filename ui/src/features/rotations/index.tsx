import { addWords } from '../../strings';
import { rotations } from '../../strings/en/rotations';
import { RotationsPage } from './RotationsPage';

addWords(rotations);

export default RotationsPage;
