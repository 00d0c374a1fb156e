// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Certificate, Class, Face, Holding, Participant, Role, Signer, TypeOfAct} from "../libraries/Types.sol";
import {IMasterEvents} from "./IMasterEvents.sol";

/// @notice The half of the kernel that every act needs: who acts, what moves, what is written.
interface IMasterCore is IMasterEvents {
    // -- acting
    /// @notice A door begins an act at `target`; a template is cloned first, and the instance is returned.
    function begin(address target, address asset, uint256 most) external returns (address);
    function end() external;
    /// @notice An instance begins a step that nobody acts in.
    function lock() external;
    function unlock() external;
    /// @notice Who is acting upon the caller: reverts unless an act is addressed to the caller.
    function actor() external view returns (address);
    /// @notice Who is acting upon `instance`: reverts unless an act is addressed to it.
    function actorUpon(address instance) external view returns (address);
    /// @notice The same, with what a rule asks of it.
    function personUpon(address instance) external view returns (address door, Role role, Class class, bytes32 person);
    /// @notice Who is acting upon the caller, active with all its parents, the caller's own name not halted: an entry.
    function entrant() external view returns (address);
    /// @notice The same with money: who is acting pays `amount` of `token`, which must be the act's asset, into the calling
    /// instance. `other` must be active too. Returns who is acting, and the code in force under `name`.
    function enter(address token, uint256 amount, address other, bytes32 name) external returns (address door, address code);

    // -- participants (called by doors)
    function admit(
        Role role, bytes32 name, Signer[] calldata signers, address trustee, bytes32 person, Class class, uint64 validUntil
    ) external returns (address door);

    // -- money (called by doors)
    /// @notice Mint `amount` sen of the calling trustee's money, to an investor or into an instance that awaits it.
    function mint(address to, uint256 amount, bytes32 ref, uint64 creditedAt) external;
    function requestWithdrawal(address token, uint256 amount) external returns (uint256 id);
    function burn(uint256 id, bytes32 ref) external;
    function returnWithdrawal(uint256 id, bytes32 reason) external;
    // -- money (called by faces)
    function transferMoney(address caller, address from, address to, uint256 amount) external;
    // -- money (called by instances)
    /// @notice Take `amount` of `token`, which must be the act's asset, from who is acting into the calling instance.
    function pull(address token, uint256 amount) external;
    /// @notice Pay `amount` of `token` from the calling instance's escrow to a door.
    function pay(address token, address to, uint256 amount) external;

    // -- equity (called by doors)
    function mintUnits(address face, address to, uint256 units, bytes32 ref) external;
    // -- equity (called by faces)
    function transferCertificate(address caller, address from, address to, uint256 id) external;
    // -- equity (called by instances)
    /// @notice Encumber `units` of who is acting's certificate `id` of `face`, the act's asset, to the calling instance.
    /// Returns the certificate's `encumbrance`: while it is the same and `heldBy` the instance, it is still this one.
    function encumber(address face, uint256 id, uint256 units) external returns (uint32);
    function release(address face, uint256 id) external;
    /// @notice Deliver `units` of certificate `id`, encumbered to the caller or its own, to the door `to`. Returns the id they are in.
    function deliver(address face, uint256 id, uint256 units, address to, uint64 lockedUntil) external returns (uint256);
    /// @notice Destroy `units` of the caller's own certificate `id`.
    function giveBack(address face, uint256 id, uint256 units) external;

    // -- words and claims (called by the module in force, and by instances)
    function write(bytes32 key, bytes32 value) external;
    function writeBoth(bytes32 key, bytes32 value, bytes32 otherKey, bytes32 otherValue) external;
    function claim(bytes32 key) external;

    // -- readings
    function participant(address door) external view returns (Participant memory);
    function roleOf(address door) external view returns (Role);
    function isActive(address door) external view returns (bool);
    function isFrozen(address door) external view returns (bool);
    function requireActive(address door) external view;
    function faceOf(address face) external view returns (Face memory);
    function balanceOf(address token, address holder) external view returns (uint256);
    function certificateOf(address face, uint256 id) external view returns (Certificate memory);
    function holdingOf(address face, address holder) external view returns (Holding memory);
    function tokenOf(address trustee) external view returns (address);
    /// @notice The code in force under `name`: reverts while it is halted.
    function running(bytes32 name) external view returns (address);
    function templateOf(address instance) external view returns (address);
    function word(bytes32 name, bytes32 key) external view returns (bytes32);
    function fourWords(bytes32 name, bytes32[4] calldata keys) external view returns (bytes32[4] memory);
    /// @notice The type of the act `selector` that `door` addresses to `target`; refused while another act is going on.
    function typeOf(address door, address target, bytes4 selector) external view returns (TypeOfAct memory);
    function regulator() external view returns (address);
}
