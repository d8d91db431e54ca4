import { addWords } from '../../strings';
import { whereUsed } from '../../strings/en/whereUsed';
import { WhereUsedPage } from './WhereUsedPage';

addWords(whereUsed);

export default WhereUsedPage;
