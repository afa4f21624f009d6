"""The settings: what an administrator sets up for everybody."""

from django.urls import path
from django.views.generic import RedirectView

from . import activity_types, mail, organisation, teams, users

urlpatterns = [
    path("settings/", RedirectView.as_view(pattern_name="settings_users")),
    path("settings/users/", users.users, name="settings_users"),
    path("settings/users/new/", users.new, name="settings_user_new"),
    path("settings/users/<uuid:member_id>/", users.edit, name="settings_user"),
    path("settings/users/<uuid:member_id>/invite/", users.invite, name="settings_user_invite"),
    path("settings/users/<uuid:member_id>/access/", users.access, name="settings_user_access"),
    path("settings/teams/", teams.teams, name="settings_teams"),
    path("settings/teams/<uuid:team_id>/", teams.edit, name="settings_team"),
    path("settings/teams/<uuid:team_id>/remove/", teams.remove, name="settings_team_remove"),
    path("settings/activity-types/", activity_types.activity_types, name="settings_activity_types"),
    path("settings/activity-types/new/", activity_types.new, name="settings_activity_type_new"),
    path("settings/activity-types/<uuid:type_id>/", activity_types.edit, name="settings_activity_type"),
    path("settings/activity-types/<uuid:type_id>/move/", activity_types.move, name="settings_activity_type_move"),
    path("settings/mail/", mail.outgoing_mail, name="settings_mail"),
    path("settings/mail/release/", mail.release, name="settings_mail_release"),
    path("settings/mail/<uuid:message_id>/", mail.act, name="settings_mail_act"),
    path("settings/organisation/", organisation.organisation, name="settings_organisation"),
]
