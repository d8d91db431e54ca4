import { addWords } from '../../strings';
import { people } from '../../strings/en/people';
import { sharing } from '../../strings/en/sharing';
import { PeoplePage } from './PeoplePage';

addWords(sharing);
addWords(people);

export default PeoplePage;
