/** What stands where a document has failed: nobody looks at an empty page. */
import { Component, type ReactNode } from 'react';
import { Problem } from './states.tsx';

type Props = { children: ReactNode };
type State = { error: unknown };

/** Catches what its parts throw while they are drawn, which would otherwise leave an empty page. */
export class Boundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <Problem error={error} again={() => this.setState({ error: undefined })} />;
  }
}
