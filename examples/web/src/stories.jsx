import { useMemo } from "preact/hooks";
import dubois from "../../cases/06-dubois.json";
import emma from "../../cases/02-emma.json";
import emmaZonderDigid from "../../cases/03-emma-zonder-digid.json";
import liam from "../../cases/04-liam.json";
import liamBezwaar from "../../cases/05-liam-bezwaar.json";
import stolwijk from "../../cases/01-stolwijk.json";
import { Sign } from "./app.jsx";
import { Alert, Button, H1, H2, H3, Lead, P } from "./nlds.jsx";
import { catalogueOf } from "./catalogue.js";
import { STORY_NAMES } from "./state.js";
import { sentences, spoken } from "./text.js";

/** The four stories of the knowledge test (S1), some in two parts: a story for each name of STORY_NAMES. */
const STORIES = { stolwijk: [stolwijk], emma: [emma, emmaZonderDigid], liam: [liam, liamBezwaar], dubois: [dubois] };

/** A question for each step and each of its data. */
function questionsOf(parts) {
  return parts.flatMap((part, index) =>
    part.steps.flatMap((step) => [step.query.data].flat().map((data) => ({ part, index, step, query: { ...step.query, data } }))),
  );
}

export function Stories({ engine, state, change, t }) {
  const { lang, guesses, story } = state;
  if (!story) return <Shelf t={t} lang={lang} change={change} />;
  return <Story engine={engine} t={t} lang={lang} parts={STORIES[story]} name={story} guesses={guesses} change={change} />;
}

function Shelf({ t, lang, change }) {
  return (
    <>
      <H1 id="story" tabIndex={-1}>{t.stories}</H1>
      <Lead>{t.storiesHelp}</Lead>
      <ul class="shelf">
        {STORY_NAMES.map((name) => (
          <li key={name}>
            <H2>{t.storyNames[name]}</H2>
            <P>{STORIES[name][0].story[lang]}</P>
            <Button main aria-label={`${t.play}: ${t.storyNames[name]}`} onClick={() => change({ story: name, guesses: "" }, { focus: "#story" })}>{t.play}</Button>
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
    <Button onClick={() => change({ story: null, guesses: "" }, { focus: "#story" })}>{t.all}</Button>
  );
  if (answered === questions.length) {
    const right = questions.filter((_, index) => isRight(index)).length;
    return (
      <>
        <H1 id="story" tabIndex={-1}>{t.storyNames[name]}</H1>
        <Lead role="status">{t.done(right, questions.length)}</Lead>
        <P class="buttons"><Button main onClick={() => change({ guesses: "" }, { focus: "#question" })}>{t.again}</Button>{all}</P>
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
  const { provider_types } = catalogueOf(engine);
  const typeName = (code) => provider_types.find((row) => row.code === code)[lang];
  const past = part.profile.choices.filter(({ recorded_at }) => new Date(recorded_at) <= new Date(query.at));
  return (
    <>
      <H1 id="story" tabIndex={-1}>{t.storyNames[name]}</H1>
      <P class="where">
        {parts.length > 1 && <>{t.part(index + 1, parts.length)} · </>}
        {t.step(answered + 1, questions.length)}
      </P>
      <Lead>{part.story[lang]}</Lead>
      <section class="card" aria-labelledby="question">
        <P>{t.now(spoken(t, query.at))}</P>
        <H2 id="question" tabIndex={-1}>{t.question(typeName(query.holder.type), t.data[query.data], typeName(query.consulter.type))}</H2>
        {query.holder.connected === false && <P>{t.notConnected}</P>}
        {query.treatment_relationship === false && <P>{t.notTreating}</P>}
        <H3>{t.so}</H3>
        {past.length === 0 ? (
          <P>{t.soNothing}</P>
        ) : (
          <ul>
            {past.map((choice) => <li key={choice.id}>{told(t, engine.ruleSet.emergency_hours, choice, query)}</li>)}
          </ul>
        )}
        {!isTold ? (
          <P class="buttons">
            <Button main onClick={() => guess("j")}>{t.guessYes}</Button>
            <Button main onClick={() => guess("n")}>{t.guessNo}</Button>
          </P>
        ) : (
          <div id="result" tabIndex={-1}>
            <P class="right"><strong>{isRight(answered) ? t.right : t.wrong}</strong></P>
            <Alert type={open ? "ok" : "error"} icon={<Sign open={open} />} class="verdict">{explanation.headline}</Alert>
            <P class="told">{step.title[lang]}.</P>
            <ul class="grounds">
              {sentences(t, { decision, text: explanation }).map((sentence) => <li key={sentence}>{sentence}</li>)}
            </ul>
          </div>
        )}
        {isTold && (
          <P class="buttons"><Button main onClick={next}>{t.next}</Button></P>
        )}
      </section>
      <P class="buttons">{all}</P>
    </>
  );
}

/** A recorded choice as the story tells it, as it was known at the moment of the question. */
function told(t, lasts, choice, query) {
  const { answer, scope, channel, recorded_at, confirmation, withdrawn_at } = choice;
  const isPast = (instant) => instant !== undefined && new Date(instant) <= new Date(query.at);
  const isForThis = scope.holders?.includes(query.holder.id) ?? true;
  const about = [!isForThis && t.otherHolder, (isForThis || scope.level === "emergency") && t.levels[scope.level](lasts)];
  const guardian = confirmation === undefined ? null : isPast(confirmation.at) ? t.guardian[confirmation.answer] : t.pending;
  const more = [t.channels[channel], guardian, isPast(withdrawn_at) && t.withdrawnNow];
  return `${spoken(t, recorded_at)}: ${[answer === "yes" ? t.yes : t.no, ...about].filter(Boolean).join(", ")} (${more.filter(Boolean).join("; ")})`;
}
