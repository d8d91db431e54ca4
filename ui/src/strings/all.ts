import { addWords } from '.';
import { en } from './en';

addWords(en);
