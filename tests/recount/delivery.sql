-- What the unit says today of every project and task: the standing update of the latest
-- period, of two the later one; its newest version.
WITH
the_plan AS (SELECT page_ptr_id AS id FROM document_plan WHERE key = '{plan}'),
chapter AS (
    SELECT d.ordinal, p.path
    FROM document_division d JOIN wagtailcore_page p ON p.id = d.page_ptr_id
    WHERE d.level = 'chapter' AND d.plan_id IN (SELECT id FROM the_plan)
),
thing AS (
    SELECT 'project' AS kind, id, part_id FROM delivery_project
    WHERE plan_id IN (SELECT id FROM the_plan)
    UNION ALL
    SELECT 'task', id, part_id FROM delivery_task
    WHERE plan_id IN (SELECT id FROM the_plan)
),
said AS (
    SELECT
        CASE WHEN u.project_id IS NOT NULL THEN 'project' ELSE 'task' END AS kind,
        COALESCE(u.project_id, u.task_id) AS id,
        v.delivery,
        ROW_NUMBER() OVER (
            PARTITION BY u.project_id, u.task_id ORDER BY v.period_end DESC, u.id DESC
        ) AS place
    FROM disclosure_update u
    JOIN disclosure_updateversion v ON v.update_id = u.id
    LEFT JOIN disclosure_updatewithdrawal w ON w.update_id = u.id
    WHERE w.id IS NULL
      AND (u.project_id IS NOT NULL OR u.task_id IS NOT NULL)
      AND v.number = (
          SELECT MAX(number) FROM disclosure_updateversion x WHERE x.update_id = u.id
      )
)
SELECT
    COALESCE((
        SELECT c.ordinal FROM chapter c WHERE page.path LIKE c.path || '%'
    ), 0) AS chapter,
    COALESCE(s.delivery, 'unsaid') AS state,
    COUNT(*)
FROM thing t
JOIN document_part part ON part.id = t.part_id
JOIN wagtailcore_page page ON page.id = part.page_id
LEFT JOIN said s ON s.kind = t.kind AND s.id = t.id AND s.place = 1
GROUP BY 1, 2
