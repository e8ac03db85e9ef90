-- An archive number 档案号 stands on one case of a park. Of those that stand on several already the first keeps it, and
-- no further case gets it. Kept as it is compared (src/rules/archive-number.ts).
CREATE TABLE archive_number (
  park_id text NOT NULL,
  number text NOT NULL,
  case_id uuid NOT NULL,
  CONSTRAINT archive_number_key PRIMARY KEY (park_id, number)
);
INSERT INTO archive_number (park_id, number, case_id)
SELECT DISTINCT ON (park_id, number) park_id, number, id
FROM (
  SELECT park_id, id, archived_at, upper(regexp_replace(normalize(archive_number, NFKC), '\s', '', 'g')) AS number
  FROM dispute_case WHERE archive_number IS NOT NULL
) archived
ORDER BY park_id, number, archived_at, id;
