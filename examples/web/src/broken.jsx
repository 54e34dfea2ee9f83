import { Component } from "preact";
import { Alert, Button, P } from "./nlds.jsx";
import { TEXT } from "./text.js";
import { emptyAddress, readLang } from "./state.js";

/** What is shown when the page cannot: a way to begin again. The page that was left can be gone back to. */
export function Broken({ told }) {
  const lang = readLang(location.hash);
  const t = TEXT[lang];
  // The page is loaded again: a new engine, and nothing of what went wrong.
  const restart = () => {
    history.pushState(null, "", emptyAddress(lang));
    location.reload();
  };
  return (
    <main class="broken" lang={lang}>
      <Alert type="error" role="alert">
        <P>{told(t)}</P>
        <P class="buttons"><Button main onClick={restart}>{t.restart}</Button></P>
      </Alert>
    </main>
  );
}

/** Shows that something went wrong in its place, instead of half a page; another address is tried anew. */
export class Boundary extends Component {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  componentDidCatch(problem) {
    console.error(problem);
  }

  componentDidMount() {
    this.again = () => this.state.failed && this.setState({ failed: false });
    addEventListener("hashchange", this.again);
  }

  componentWillUnmount() {
    removeEventListener("hashchange", this.again);
  }

  render({ children }, { failed }) {
    return failed ? <Broken told={(t) => t.failed} /> : children;
  }
}
