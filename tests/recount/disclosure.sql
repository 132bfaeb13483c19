-- Obligations whose first due day lies in the year, by the clock on the day {at}, with
-- the fields asked for and present.
WITH
the_plan AS (SELECT page_ptr_id AS id FROM document_plan WHERE key = '{plan}'),
chapter AS (
    SELECT d.ordinal, p.path
    FROM document_division d JOIN wagtailcore_page p ON p.id = d.page_ptr_id
    WHERE d.level = 'chapter' AND d.plan_id IN (SELECT id FROM the_plan)
),
first_anchor AS (
    SELECT indicator_id, MIN(id) AS id FROM delivery_anchor
    WHERE indicator_id IS NOT NULL GROUP BY indicator_id
),
version AS (
    SELECT v.id, v.period, v.published_on, v.unit_id, u.plan_id,
        u.indicator_id, u.project_id, u.task_id, u.part_id,
        CASE WHEN v.words <> '' THEN 1 ELSE 0 END AS words,
        CASE WHEN CAST(v.figures AS text) <> '[]' THEN 1 ELSE 0 END AS figures,
        CASE WHEN v.problems <> '' THEN 1 ELSE 0 END AS problems,
        CASE WHEN v.next_step <> '' THEN 1 ELSE 0 END AS next_step,
        CASE WHEN EXISTS (
            SELECT 1 FROM disclosure_evidence e WHERE e.version_id = v.id
        ) THEN 1 ELSE 0 END AS evidence
    FROM disclosure_updateversion v
    JOIN disclosure_update u ON u.id = v.update_id
    WHERE NOT EXISTS (
        SELECT 1 FROM disclosure_updatewithdrawal w WHERE w.update_id = u.id
    )
),
asked AS (
    SELECT r.id,
        CASE WHEN r.needs_value THEN 1 ELSE 0 END AS value,
        CASE WHEN r.needs_words THEN 1 ELSE 0 END AS words,
        CASE WHEN r.needs_figures THEN 1 ELSE 0 END AS figures,
        CASE WHEN r.needs_problems THEN 1 ELSE 0 END AS problems,
        CASE WHEN r.needs_next_step THEN 1 ELSE 0 END AS next_step,
        CASE WHEN r.needs_evidence THEN 1 ELSE 0 END AS evidence
    FROM obligations_rule r
),
owed AS (
    SELECT o.*, a.value,
        a.words + a.figures + a.problems + a.next_step + a.evidence AS of_version,
        COALESCE((
            SELECT MAX(x.due_on) FROM obligations_obligationextension x
            WHERE x.obligation_id = o.id
        ), o.due_on) AS last_day
    FROM obligations_obligation o JOIN asked a ON a.id = o.rule_id
    WHERE o.plan_id IN (SELECT id FROM the_plan)
      AND o.due_on BETWEEN '{year}-01-01' AND '{year}-12-31'
),
answered AS (
    SELECT o.id AS obligation_id, v.published_on,
        a.words * v.words + a.figures * v.figures + a.problems * v.problems
        + a.next_step * v.next_step + a.evidence * v.evidence AS present
    FROM owed o
    JOIN asked a ON a.id = o.rule_id
    JOIN version v ON v.period = o.period AND (
        (o.subject = 'indicator' AND v.indicator_id = o.indicator_id)
        OR (o.subject = 'project' AND v.project_id = o.project_id)
        OR (o.subject = 'task' AND v.task_id = o.task_id)
        OR (o.subject = 'unit' AND v.unit_id = o.unit_id AND v.plan_id = o.plan_id
            AND v.part_id IS NOT NULL)
    )
),
figure AS (
    -- The first figure of each row of an indicator for each year.
    SELECT i.indicator_id, i.id AS row_id, f.period, MIN(f.entered_on) AS entered_on
    FROM progress_indicatorrow i
    JOIN progress_observation f ON f.row_id = i.id
    WHERE i.code IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM progress_observationwithdrawal w WHERE w.observation_id = f.id
    )
    GROUP BY i.indicator_id, i.id, f.period
),
measured AS (
    SELECT o.id AS obligation_id, MAX(f.entered_on) AS entered_on
    FROM owed o
    JOIN figure f ON f.indicator_id = o.indicator_id
        AND CAST(f.period AS text) = o.period
    WHERE o.value = 1
    GROUP BY o.id
    HAVING COUNT(*) = (
        SELECT COUNT(*) FROM progress_indicatorrow i
        WHERE i.indicator_id = MIN(f.indicator_id) AND i.code IS NOT NULL
    )
),
judged AS (
    SELECT o.*, m.entered_on,
        (SELECT MIN(x.published_on) FROM answered x
         WHERE x.obligation_id = o.id AND x.present = o.of_version) AS version_on,
        COALESCE((SELECT MAX(x.present) FROM answered x
                  WHERE x.obligation_id = o.id), 0)
        + CASE WHEN m.entered_on IS NULL THEN 0 ELSE 1 END AS present
    FROM owed o LEFT JOIN measured m ON m.obligation_id = o.id
),
satisfied AS (
    SELECT j.*,
        CASE
            WHEN j.value = 0 THEN j.version_on
            WHEN j.of_version = 0 THEN j.entered_on
            WHEN j.version_on IS NULL OR j.entered_on IS NULL THEN NULL
            WHEN j.version_on > j.entered_on THEN j.version_on
            ELSE j.entered_on
        END AS satisfied_on
    FROM judged j
)
SELECT
    COALESCE((
        SELECT c.ordinal
        FROM chapter c, document_part part, wagtailcore_page page
        WHERE part.id = COALESCE(project.part_id, task.part_id, a.part_id)
          AND page.id = part.page_id AND page.path LIKE c.path || '%'
    ), 0) AS chapter,
    unit.key,
    CASE
        WHEN s.satisfied_on <= s.last_day THEN 'on_time'
        WHEN s.satisfied_on IS NOT NULL THEN 'late'
        WHEN s.last_day < '{at}' THEN 'overdue'
        WHEN s.last_day <= '{soon}' THEN 'due_soon'
        ELSE 'not_due'
    END AS state,
    COUNT(*),
    SUM(s.present),
    SUM(s.of_version + s.value)
FROM satisfied s
JOIN units_unit unit ON unit.id = s.unit_id
LEFT JOIN delivery_project project ON project.id = s.project_id
LEFT JOIN delivery_task task ON task.id = s.task_id
LEFT JOIN first_anchor fa ON fa.indicator_id = s.indicator_id
LEFT JOIN delivery_anchor a ON a.id = fa.id
GROUP BY 1, 2, 3
