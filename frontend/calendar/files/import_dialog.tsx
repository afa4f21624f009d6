/** Take in a calendar file: choose it, see what it would do, then do it. */

import { useRef } from "preact/hooks";
import { boot } from "../boot";
import { OwnerSelect } from "../form/owner_select";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { Modal } from "../panels/modal";
import { useCell } from "../state/cell";
import { bringIn, chooseFiles, chooseOwner, closeImport, importing, read, type Importing } from "./importing";
import { words } from "./messages";
import { nothingIn, summaryOf, verbOf } from "./outcome";
import { Preview } from "./preview";

const touch = matchMedia("(pointer: coarse)").matches;

function FileField({ open }: { open: Importing }) {
  const input = useRef<HTMLInputElement>(null);
  const busy = open.doing === "importing";
  return (
    <div class="field">
      <span class="field__label" id="import-file">
        {words.file}
      </span>
      <div class="import-file">
        <button
          type="button"
          class={open.file ? "button" : "button button--primary"}
          data-first
          aria-describedby="import-file import-file-name"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) input.current?.click();
          }}
        >
          <Icon name="upload" small /> {open.file ? words.otherFile : words.chooseFile}
        </button>
        <span class="import-file__name" id="import-file-name">
          {open.file?.name ?? (touch ? "" : words.dropSay)}
        </span>
      </div>
      <input
        ref={input}
        type="file"
        accept=".ics,.ical,.ifb,text/calendar"
        hidden
        onChange={(happening) => {
          chooseFiles([...(happening.currentTarget.files ?? [])]);
          // The same file, changed meanwhile, can be chosen again.
          happening.currentTarget.value = "";
        }}
      />
    </div>
  );
}

function OwnerField({ open }: { open: Importing }) {
  const several = boot.users.some((user) => user.active && user.edits_calendar && !user.is_me);
  if (!several) return <p class="soft">{words.intoOwn}</p>;
  return (
    <div class="field">
      <label class="field__label" for="import-owner">
        {words.intoCalendar}
      </label>
      {open.doing === "importing" ? (
        <select id="import-owner" class="input" disabled>
          <option>{boot.users.find(({ id }) => id === open.owner)?.name}</option>
        </select>
      ) : (
        <OwnerSelect id="import-owner" owner={open.owner} choose={chooseOwner} />
      )}
    </div>
  );
}

/** What goes on, drawn and read out. */
function Progress({ open }: { open: Importing }) {
  const { doing, file, preview } = open;
  const name = file?.name ?? "";
  const text = doing === "reading" ? fill(words.reading, { name }) : doing === "importing" ? words.importing : "";
  return (
    <>
      <p class={text ? "import-progress" : "visually-hidden"} role="status" aria-live="polite">
        {text || (preview ? `${summaryOf(preview)} ${nothingIn(preview)}` : "")}
      </p>
      {text ? <div class="import-progress__bar" aria-hidden="true" /> : null}
      {doing === "importing" ? <p class="soft">{words.importingHint}</p> : null}
    </>
  );
}

function Verbs({ open }: { open: Importing }) {
  const { file, doing, preview, problem } = open;
  const nothing = preview ? nothingIn(preview) : "";
  // One button from first to last: the focus stays on it.
  const again = Boolean(file && !preview && problem);
  const ready = doing === "nothing" && (again || Boolean(preview && !nothing));
  return (
    <div class="dialog__foot">
      <button type="button" class="button" data-close>
        {nothing || doing === "importing" ? t.close : t.cancel}
      </button>
      {nothing ? null : (
        <button
          type="button"
          class="button button--primary"
          aria-disabled={!ready}
          onClick={() => {
            if (ready) void (again ? read() : bringIn());
          }}
        >
          {again ? t.retry : verbOf(preview)}
        </button>
      )}
    </div>
  );
}

function Open({ open }: { open: Importing }) {
  return (
    <Modal
      id="import"
      class="import-dialog"
      title={words.title}
      describedBy="import-lead"
      onClose={closeImport}
      body={
        <>
          <p class="soft" id="import-lead">
            {words.lead}
          </p>
          <FileField open={open} />
          <OwnerField open={open} />
          <Progress open={open} />
          {open.problem ? (
            <p class="notice notice--wrong" role="alert">
              <Icon name="warning" />
              <span class="grow">{open.problem}</span>
            </p>
          ) : null}
          {open.preview && open.doing === "nothing" ? <Preview outcome={open.preview} /> : null}
        </>
      }
      foot={<Verbs open={open} />}
    />
  );
}

export function ImportDialog() {
  const open = useCell(importing);
  return open ? <Open open={open} /> : null;
}
