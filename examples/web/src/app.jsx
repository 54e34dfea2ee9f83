import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { VIEWS, emptyAddress, readState, writeState } from "./state.js";
import { TEXT } from "./text.js";
import { Choices } from "./choices.jsx";
import { Emergency } from "./emergency.jsx";
import { Stories } from "./stories.jsx";
import { Alert, Button, P } from "./nlds.jsx";

const PARTS = { keuzes: Choices, spoed: Emergency, verhalen: Stories };

export function App({ engine }) {
  const [state, setState] = useState(() => readState(location.hash, engine));
  const focusNext = useRef(null);
  /** What is to be done when the browser has gone back a step; null: it is not going back. */
  const waiting = useRef(null);
  const t = TEXT[state.lang];

  useEffect(() => {
    const read = () => {
      setState(readState(location.hash, engine));
      const next = waiting.current ?? [];
      waiting.current = null;
      for (const work of next) work();
    };
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, [engine]);

  useEffect(() => {
    document.documentElement.lang = state.lang;
    document.title = `${t.views[state.view]} – ${t.title}`;
  }, [state.lang, state.view, t]);

  // In the same breath as the page changes, so that the focus is never lost with the button that was pressed.
  useLayoutEffect(() => {
    if (focusNext.current) document.querySelector(focusNext.current)?.focus();
    focusNext.current = null;
  }, [state]);

  /**
   * Changes the state and the address. `quiet` makes no step to go back to; `isDialog` marks the step as the opening of a dialog, which closing
   * takes back; `focus` selects what came in the place of the button that was pressed.
   */
  const change = useCallback((changes, how = {}) => {
    if (waiting.current) {
      waiting.current.push(() => change(changes, how));
      return;
    }
    const { quiet = false, isDialog = false, focus = null } = how;
    focusNext.current = focus;
    setState((now) => {
      const next = { ...now, unread: [], ...changes };
      const address = writeState(next);
      if (quiet) history.replaceState(null, "", address);
      else history.pushState(isDialog ? { isDialog } : null, "", address);
      return next;
    });
  }, []);

  /** Takes the step back that opened the dialog, so that "back" does not open it again; without such a step (a link) the address changes in its place. */
  const closeDialog = useCallback(() => {
    if (!history.state?.isDialog) {
      change({ why: null }, { quiet: true });
    } else if (!waiting.current) {
      waiting.current = [];
      setState((now) => ({ ...now, why: null }));
      history.back();
    }
  }, [change]);

  const go = (event, view) => {
    event.preventDefault();
    change({ view, why: null }, { focus: "h1" });
  };
  const skip = (event) => {
    event.preventDefault();
    document.querySelector("h1").focus();
  };
  const Part = PARTS[state.view];

  return (
    <>
      <a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#main" onClick={skip}>{t.skip}</a>
      <header>
        <div class="top">
          <P class="name">{t.title}</P>
          <Button subtle class="language" lang={state.lang === "nl" ? "en" : "nl"} onClick={() => change({ lang: state.lang === "nl" ? "en" : "nl", unread: state.unread }, { quiet: true })}>
            {t.other}
          </Button>
        </div>
        <nav aria-label={t.nav}>
          <ul>
            {VIEWS.map((view) => (
              <li key={view}>
                <a class={`utrecht-link utrecht-link--html-a${view === state.view ? " utrecht-link--current" : ""}`} href={writeState({ ...state, view, why: null })} aria-current={view === state.view ? "page" : undefined} onClick={(event) => go(event, view)}>
                  {t.views[view]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main">
        {state.unread.length > 0 && (
          <Alert type="warning" class="unread screen" role="alert">
            <P>{state.unread.includes("k") ? t.unreadChoices : t.unreadPart}</P>
            {state.unread.includes("k") && (
              <P class="buttons"><Button onClick={() => change(readState(emptyAddress(state.lang), engine), { focus: "h1" })}>{t.restart}</Button></P>
            )}
          </Alert>
        )}
        <Part engine={engine} state={state} change={change} closeDialog={closeDialog} t={t} />
      </main>
      <footer>
        <P>{t.invented}</P>
        <P>{t.footer}</P>
        <P class="screen">{t.share}</P>
      </footer>
    </>
  );
}

/** A yes or a no that is told by a sign and a word, never by colour alone. */
export function Outcome({ t, decision }) {
  const open = decision === "permit";
  return (
    <span class={`outcome ${open ? "open" : "shut"}`}>
      <Sign open={open} /> {open ? t.may : t.mayNot}
    </span>
  );
}

export function Sign({ open }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={open ? "M3 8.5l3.5 3.5L13 4.5" : "M4 4l8 8M12 4l-8 8"} />
    </svg>
  );
}
