import { addWords } from '../../strings';
import { whereUsed } from '../../strings/en/whereUsed';
import { SourcesPage } from './SourcesPage';

addWords(whereUsed);

export default SourcesPage;
