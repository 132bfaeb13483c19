-- Every version published in the year, of updates that stand, by its latest released
-- finding.
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
found AS (
    SELECT f.version_id, f.value,
        ROW_NUMBER() OVER (
            PARTITION BY f.version_id ORDER BY r.released_on DESC, r.id DESC
        ) AS place
    FROM oversight_finding f JOIN oversight_findingrelease r ON r.finding_id = f.id
    WHERE f.version_id IS NOT NULL
)
SELECT
    COALESCE((
        SELECT c.ordinal
        FROM chapter c, document_part part, wagtailcore_page page
        WHERE part.id = COALESCE(project.part_id, task.part_id, u.part_id, a.part_id)
          AND page.id = part.page_id AND page.path LIKE c.path || '%'
    ), 0) AS chapter,
    COALESCE(found.value, 'not_checked') AS state,
    COUNT(*)
FROM disclosure_updateversion v
JOIN disclosure_update u ON u.id = v.update_id
LEFT JOIN disclosure_updatewithdrawal w ON w.update_id = u.id
LEFT JOIN delivery_project project ON project.id = u.project_id
LEFT JOIN delivery_task task ON task.id = u.task_id
LEFT JOIN first_anchor fa ON fa.indicator_id = u.indicator_id
LEFT JOIN delivery_anchor a ON a.id = fa.id
LEFT JOIN found ON found.version_id = v.id AND found.place = 1
WHERE w.id IS NULL
  AND u.plan_id IN (SELECT id FROM the_plan)
  AND v.published_on BETWEEN '{year}-01-01' AND '{year}-12-31'
GROUP BY 1, 2
