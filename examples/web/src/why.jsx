import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { why as ground } from "./consent.js";
import { holder } from "./world.js";
import { Sign } from "./app.jsx";
import { spoken } from "./text.js";

/** The grounds of one cell, in the engine's own words. */
export function Why({ engine, profile, why, at, t, lang, labelOf, onTry, onClose }) {
  const dialog = useRef(null);
  const { decision, text, smallest, opens } = useMemo(
    () => ground(engine, profile, why.holder, why.category, at, lang),
    [engine, profile, why, at.getTime(), lang],
  );
  useLayoutEffect(() => {
    const shown = dialog.current;
    const from = document.activeElement;
    shown.showModal();
    return () => {
      shown.close();
      from.focus();
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
  return (
    <dialog ref={dialog} class="why" aria-labelledby="why" onCancel={leave}>
      <div class="top">
        <h2 id="why">{t.why}</h2>
        <button type="button" onClick={onClose}>{t.close}</button>
      </div>
      <p class="between">{t.between(holder(why.holder)[lang], t.data[decision.data], t.askers[why.category])}</p>
      <p class={`verdict ${open ? "open" : "shut"}`}><Sign open={open} /> <span>{text.headline}</span></p>
      <ul class="grounds">
        {text.sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}
      </ul>
      {smallest && (
        <>
          <h3>{t.smallest}</h3>
          <p>{t.smallestIs(labelOf(smallest), opens)}</p>
          <p><button type="button" class="main" onClick={() => onTry(smallest)}>{t.smallestTry}</button></p>
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
