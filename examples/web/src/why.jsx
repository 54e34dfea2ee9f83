import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { askerName, why as ground } from "./consent.js";
import { cellId } from "./matrix.jsx";
import { holder } from "./world.js";
import { Sign } from "./app.jsx";
import { Alert, Button, H2, H3, P } from "./nlds.jsx";
import { sentences, spoken } from "./text.js";

/** The grounds of one cell, in the engine's own words. */
export function Why({ engine, profile, why, times, t, lang, labelOf, onTry, onClose }) {
  const dialog = useRef(null);
  const { decision, text, smallest, opens } = useMemo(
    () => ground(engine, profile, why, times, lang),
    [engine, profile, why, times.at.getTime(), lang],
  );
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown.showModal();
    // A modal dialog hides the page on paper: it is printed as the last part of the page.
    const asPart = () => {
      shown.close();
      shown.show();
    };
    const asDialog = () => {
      shown.close();
      shown.showModal();
    };
    addEventListener("beforeprint", asPart);
    addEventListener("afterprint", asDialog);
    return () => {
      removeEventListener("beforeprint", asPart);
      removeEventListener("afterprint", asDialog);
      shown.close();
      // Also after a link that opened the dialog, when nothing had the focus before.
      document.getElementById(cellId(why.holder, why.category))?.focus();
    };
  }, []);
  const open = decision.decision === "permit";
  const facts = [
    [t.facts.reason, decision.reason],
    [t.facts.option, decision.option ?? t.facts.none],
    [t.facts.rules, decision.rules.join(", ")],
    [t.facts.until, decision.valid_until ? spoken(t, decision.valid_until) : t.facts.always],
    [t.facts.ruleset, decision.ruleset],
  ];
  const leave = (event) => {
    event.preventDefault();
    onClose();
  };
  // A browser may close it without asking (Escape, twice).
  const closed = () => {
    if (dialog.current && !dialog.current.open) onClose();
  };
  return (
    <dialog ref={dialog} class="why" aria-labelledby="why" onCancel={leave} onClose={closed}>
      <div class="top">
        <H2 id="why">{t.why}</H2>
        <Button onClick={onClose}>{t.close}</Button>
      </div>
      <P class="between">{t.between(holder(why.holder)[lang], t.data[decision.data], askerName(engine, why.category, lang))}</P>
      <Alert type={open ? "ok" : "error"} icon={<Sign open={open} />} class="verdict">{text.headline}</Alert>
      <ul class="grounds">
        {sentences(t, { decision, text }).map((sentence) => <li key={sentence}>{sentence}</li>)}
      </ul>
      {smallest && (
        <>
          <H3>{t.smallest}</H3>
          <P>{t.smallestIs(labelOf(smallest), opens)}</P>
          <P><Button main onClick={() => onTry(smallest)}>{t.smallestTry}</Button></P>
        </>
      )}
      <details>
        <summary>{t.precise}</summary>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
          ))}
        </dl>
      </details>
    </dialog>
  );
}
