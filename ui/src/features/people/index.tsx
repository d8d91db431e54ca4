import { addWords } from '../../strings';
import { connectVault } from '../../strings/en/connectVault';
import { people } from '../../strings/en/people';
import { sharing } from '../../strings/en/sharing';
import { PeoplePage } from './PeoplePage';

addWords(sharing);
addWords(connectVault);
addWords(people);

export default PeoplePage;
