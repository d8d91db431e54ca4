import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { PlaceView } from '../../api';
import { partIds } from '../../testIds.parts';
import { open } from '../../testing/open';
import { placeWords } from './words';

const place = (cell: PlaceView['cell']): PlaceView => ({ sourceId: 's1', source: 'plant', folder: 'train/', file: 'model.ipynb', line: 120, column: 5, cell, form: 'python.azureml.Keyvault.get_secret', language: 'Notebook', expression: '"db"' });

describe('a place', () => {
  it('in a notebook is told by cell and the line in it, elsewhere by the line of the file', async () => {
    expect(placeWords(place({ n: 3, line: 4 }))).toBe('plant/train/model.ipynb:cell 3, line 4');
    expect(placeWords(place(null))).toBe('plant/train/model.ipynb:120');
    open('#/where-used?kind=variable&id=x2');
    const grid = await screen.findByTestId(partIds.used.grid);
    expect((await within(grid).findByTitle('payroll/notebooks/reconcile.ipynb:cell 7, line 2')).textContent).toBe('payroll/notebooks/reconcile.ipynb:cell 7, line 2');
  });
});
