import { Field, InfoLabel, type FieldProps, type LabelProps } from '@fluentui/react-components';
import type { ReactElement } from 'react';

type Props = { label: string; help: string; children: ReactElement; required?: boolean } & Pick<FieldProps, 'hint' | 'validationMessage' | 'validationState'>;

/** A field whose label has help that says where the thing is found. */
export function HelpField({ label, help, children, ...field }: Props) {
  return <Field {...field} label={{ children: (_: unknown, slot: LabelProps) => <InfoLabel {...slot} info={help}>{label}</InfoLabel> }}>{children}</Field>;
}
