// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Certificate, Class, Face, Holding, Participant, Role, Signer, TypeOfAct} from "../libraries/Types.sol";
import {IMasterEvents} from "./IMasterEvents.sol";

/// @notice The half of the kernel that every act needs: who acts, what moves, what is written.
interface IMasterCore is IMasterEvents {
    // -- acting
    /// @notice A door begins an act at `target`; a template is cloned first, and the instance is returned.
    function begin(address target, address asset, uint256 most) external returns (address);
    /// @notice The acting door ends its act.
    function end() external;
    /// @notice An instance begins a step that nobody acts in.
    function lock() external;
    /// @notice The instance whose step is going on ends it.
    function unlock() external;
    /// @notice Who is acting upon the caller: reverts unless an act is addressed to the caller.
    function actor() external view returns (address);
    /// @notice Who is acting upon `instance`, with what a rule asks of it: reverts unless an act is addressed to it.
    function personUpon(address instance) external view returns (address door, Role role, Class class, bytes32 person);
    /// @notice Who is acting upon the caller, active with all its parents, the caller's own name not halted: an entry.
    function entrant() external view returns (address);
    /// @notice The same with money: who is acting pays `amount` of `token`, which must be the act's asset, into the calling
    /// instance. `other` must be active too. Returns who is acting, and the code in force under `name`.
    function enter(address token, uint256 amount, address other, bytes32 name) external returns (address door, address code);

    // -- participants (called by doors)
    /// @notice Admit a participant below the calling door: trustees and operators by the regulator; issuers and investors by an
    /// operator, with a guardian `trustee` linked with it, a `person` tag, and an investor's `class`. `validUntil` zero: no expiry.
    function admit(
        Role role, bytes32 name, Signer[] calldata signers, address trustee, bytes32 person, Class class, uint64 validUntil
    ) external returns (address door);

    // -- money (called by doors)
    /// @notice Mint `amount` sen of the calling trustee's money, to an investor or into an instance that awaits it.
    function mint(address to, uint256 amount, bytes32 ref, uint64 creditedAt) external;
    /// @notice Put `amount` sen of `token` into the escrow of withdrawals: an exit, which no frozen door has.
    function requestWithdrawal(address token, uint256 amount) external returns (uint256 id);
    /// @notice Burn withdrawal `id` of the calling trustee's money (or of a revoked one's that it succeeds), paid out under `ref`.
    function burn(uint256 id, bytes32 ref) external;
    /// @notice Give withdrawal `id` back to who asked for it; by the same trustee.
    function returnWithdrawal(uint256 id, bytes32 reason) external;
    // -- money (called by instances)
    /// @notice Take `amount` of `token`, which must be the act's asset, from who is acting into the calling instance.
    function pull(address token, uint256 amount) external;
    /// @notice Pay `amount` of `token` from the calling instance's escrow to a door.
    function pay(address token, address to, uint256 amount) external;

    // -- equity (called by doors)
    /// @notice Mint `units` of `face` into instance `to`, which awaits exactly so many; by the class's trustee, each `ref` once.
    function mintUnits(address face, address to, uint256 units, bytes32 ref) external;
    // -- equity (called by instances)
    /// @notice Encumber `units` of who is acting's certificate `id` of `face`, the act's asset, to the calling instance.
    /// Returns the certificate's `encumbrance`: while it is the same and `heldBy` the instance, it is still this one.
    function encumber(address face, uint256 id, uint256 units) external returns (uint32);
    /// @notice Free certificate `id`, which is encumbered to the caller.
    function release(address face, uint256 id) external;
    /// @notice Deliver `units` of certificate `id`, encumbered to the caller or its own, to the door `to`. Its own may not be
    /// traded before `lockedUntil` (R19); an encumbered one's lock goes on. Returns the id they are in.
    function deliver(address face, uint256 id, uint256 units, address to, uint64 lockedUntil) external returns (uint256);
    /// @notice Destroy `units` of the caller's own certificate `id`.
    function giveBack(address face, uint256 id, uint256 units) external;

    // -- words (called by the module in force)
    /// @notice Keep `value` under `key` and the calling module's name.
    function write(bytes32 key, bytes32 value) external;
    /// @notice Two words at once.
    function writeBoth(bytes32 key, bytes32 value, bytes32 otherKey, bytes32 otherValue) external;

    // -- readings (of what is not there: zeros)
    function participant(address door) external view returns (Participant memory);
    function roleOf(address door) external view returns (Role);
    /// @notice Whether `door` is a participant that is active, valid and not frozen, with all its parents.
    function isActive(address door) external view returns (bool);
    /// @notice Whether `door` itself is frozen now.
    function isFrozen(address door) external view returns (bool);
    /// @notice Reverts unless `door` is active: names which of the door and its parents is not.
    function requireActive(address door) external view;
    function faceOf(address face) external view returns (Face memory);
    /// @notice In sen, with what orders freeze.
    function balanceOf(address token, address holder) external view returns (uint256);
    function certificateOf(address face, uint256 id) external view returns (Certificate memory);
    function holdingOf(address face, address holder) external view returns (Holding memory);
    /// @notice The face of `trustee`'s money.
    function tokenOf(address trustee) external view returns (address);
    /// @notice The code in force under `name`: reverts while it is halted.
    function running(bytes32 name) external view returns (address);
    /// @notice The template that `instance` is a clone of; zero for what is no instance.
    function templateOf(address instance) external view returns (address);
    /// @notice What the modules called `name` keep under `key`.
    function word(bytes32 name, bytes32 key) external view returns (bytes32);
    function fourWords(bytes32 name, bytes32[4] calldata keys) external view returns (bytes32[4] memory);
    /// @notice The type of the act `selector` that `door` addresses to `target`; refused while another act is going on.
    function typeOf(address door, address target, bytes4 selector) external view returns (TypeOfAct memory);
    /// @notice The regulator's door.
    function regulator() external view returns (address);
}
