import { Component, type ReactNode } from 'react';
import { ErrorState } from '../components/States';
import { t } from '../strings';

/** A page that can't be drawn says so instead of leaving the window blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() { return { broken: true }; }
  override render() {
    if (!this.state.broken) return this.props.children;
    return <ErrorState what={t('state.pageBroken')} retryLabel={t('action.reload')} onRetry={() => this.setState({ broken: false })} />;
  }
}
