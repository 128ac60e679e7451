"""People and access: one's own account, everybody's roles, and the log."""

from pages.ui import people_actor, people_door, people_views, session

t = session.translator()
with people_door.guard(t):
    people_views.draw(people_actor.require("read"), t)
