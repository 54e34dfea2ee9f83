import { useMemo } from "preact/hooks";
import dubois from "../../cases/06-dubois.json";
import emma from "../../cases/02-emma.json";
import emmaZonderDigid from "../../cases/03-emma-zonder-digid.json";
import liam from "../../cases/04-liam.json";
import liamBezwaar from "../../cases/05-liam-bezwaar.json";
import stolwijk from "../../cases/01-stolwijk.json";
import { Sign } from "./app.jsx";
import { spoken } from "./text.js";

/** The four stories of the knowledge test (S1), some in two parts. */
const STORIES = { stolwijk: [stolwijk], emma: [emma, emmaZonderDigid], liam: [liam, liamBezwaar], dubois: [dubois] };

/** A question for each step and each of its data. */
function questionsOf(parts) {
  return parts.flatMap((part, index) =>
    part.steps.flatMap((step) => [step.query.data].flat().map((data) => ({ part, index, step, query: { ...step.query, data } }))),
  );
}

export function Stories({ engine, state, change, t }) {
  const { lang, guesses, story } = state;
  const parts = STORIES[story];
  if (!parts) return <Shelf t={t} lang={lang} change={change} />;
  return <Story engine={engine} t={t} lang={lang} parts={parts} name={story} guesses={guesses} change={change} />;
}

function Shelf({ t, lang, change }) {
  return (
    <>
      <h1 id="story" tabIndex={-1}>{t.stories}</h1>
      <p class="lead">{t.storiesHelp}</p>
      <ul class="shelf">
        {Object.entries(STORIES).map(([name, parts]) => (
          <li key={name}>
            <h2>{t.storyNames[name]}</h2>
            <p>{parts[0].story[lang]}</p>
            <button type="button" class="main" aria-label={`${t.play}: ${t.storyNames[name]}`} onClick={() => change({ story: name, guesses: "" }, { focus: "#story" })}>{t.play}</button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Story({ engine, t, lang, parts, name, guesses, change }) {
  const questions = useMemo(() => questionsOf(parts), [parts]);
  const decisions = useMemo(() => questions.map(({ part, query }) => engine.decide(part.profile, query)[0]), [engine, questions]);
  // Two letters a question: the answer that was guessed, and that the right one was read.
  const answered = Math.min(Math.floor(guesses.length / 2), questions.length);
  const isTold = guesses.length % 2 === 1;
  const isRight = (index) => (guesses[index * 2] === "j") === (decisions[index].decision === "permit");
  const all = (
    <button type="button" onClick={() => change({ story: null, guesses: "" }, { focus: "#story" })}>{t.all}</button>
  );
  if (answered === questions.length) {
    const right = questions.filter((_, index) => isRight(index)).length;
    return (
      <>
        <h1 id="story" tabIndex={-1}>{t.storyNames[name]}</h1>
        <p class="lead" role="status">{t.done(right, questions.length)}</p>
        <p class="buttons"><button type="button" class="main" onClick={() => change({ guesses: "" }, { focus: "#question" })}>{t.again}</button>{all}</p>
      </>
    );
  }
  const guess = (letter) => {
    change({ guesses: guesses + letter }, { focus: "#result" });
  };
  const next = () => {
    change({ guesses: `${guesses}j` }, { focus: answered + 1 === questions.length ? "#story" : "#question" });
  };
  const { part, index, step, query } = questions[answered];
  const decision = decisions[answered];
  const open = decision.decision === "permit";
  const explanation = isTold ? engine.explain(part.profile, query, { lang, audience: "patient" })[0] : null;
  const { provider_types } = engine.catalogue;
  const typeName = (code) => provider_types.find((row) => row.code === code)[lang];
  const past = part.profile.choices.filter(({ recorded_at }) => new Date(recorded_at) <= new Date(query.at));
  return (
    <>
      <h1 id="story" tabIndex={-1}>{t.storyNames[name]}</h1>
      <p class="where">
        {parts.length > 1 && <>{t.part(index + 1, parts.length)} · </>}
        {t.step(answered + 1, questions.length)}
      </p>
      <p class="lead">{part.story[lang]}</p>
      <section class="card" aria-labelledby="question">
        <p>{t.now(spoken(t, query.at))}</p>
        <h2 id="question" tabIndex={-1}>{t.question(typeName(query.holder.type), t.data[query.data], typeName(query.consulter.type))}</h2>
        {query.holder.connected === false && <p>{t.notConnected}</p>}
        {query.treatment_relationship === false && <p>{t.notTreating}</p>}
        <h3>{t.so}</h3>
        {past.length === 0 ? (
          <p>{t.soNothing}</p>
        ) : (
          <ul>
            {past.map((choice) => <li key={choice.id}>{told(t, choice, query)}</li>)}
          </ul>
        )}
        {!isTold ? (
          <p class="buttons">
            <button type="button" class="main" onClick={() => guess("j")}>{t.guessYes}</button>
            <button type="button" class="main" onClick={() => guess("n")}>{t.guessNo}</button>
          </p>
        ) : (
          <div id="result" tabIndex={-1}>
            <p class="right"><strong>{isRight(answered) ? t.right : t.wrong}</strong></p>
            <p class={`verdict ${open ? "open" : "shut"}`}><Sign open={open} /> <span>{step.title[lang]}</span></p>
            <ul class="grounds">
              <li>{explanation.headline}</li>
              {explanation.sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}
            </ul>
          </div>
        )}
        {isTold && (
          <p class="buttons"><button type="button" class="main" onClick={next}>{t.next}</button></p>
        )}
      </section>
      <p class="buttons">{all}</p>
    </>
  );
}

/** A recorded choice as the story tells it, as it was known at the moment of the question. */
function told(t, choice, query) {
  const { answer, scope, channel, recorded_at, confirmation, withdrawn_at } = choice;
  const isPast = (instant) => instant !== undefined && new Date(instant) <= new Date(query.at);
  const names = scope.holders ?? [query.holder.id];
  const about = names.includes(query.holder.id) || scope.level === "emergency" ? t.levels[scope.level] : t.otherHolder;
  const guardian = confirmation === undefined ? null : isPast(confirmation.at) ? t.approved : t.pending;
  const more = [t.channels[channel], guardian, isPast(withdrawn_at) && t.withdrawnNow].filter(Boolean);
  return `${spoken(t, recorded_at)}: ${answer === "yes" ? t.yes : t.no}, ${about} (${more.join("; ")})`;
}
