import "../styles/calendar.css";
import { startCalendar } from "./app";
import { startTasks } from "./tasks_page";

const calendar = document.getElementById("calendar");
const tasks = document.getElementById("tasks");
if (calendar) startCalendar(calendar);
if (tasks) startTasks(tasks);
