// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDoor} from "../interfaces/IDoor.sol";
import {Class, Link, Move, Participant, Role, Signer, Standing} from "../libraries/Types.sol";
import {Acting} from "./Acting.sol";

/// @dev The tree of participants as it is kept, and the questions that guard everything else (promise 5).
abstract contract Tree is Acting {
    address internal _regulator;
    mapping(address door => Participant) internal _participants;
    mapping(Role role => address code) internal _doorTemplates;
    mapping(address trustee => mapping(address operator => Link)) internal _links;
    mapping(address trustee => address) internal _successors;
    mapping(address client => Move) internal _moves;

    modifier only(Role role) {
        _requireRole(msg.sender, role);
        _requireActive(msg.sender);
        _requireIdle();
        _;
    }

    /// @dev Clones the role's door, books it, and gives it its signers.
    function _enter(
        Role role, bytes32 name, address parent, Signer[] memory signers, uint8 threshold, address trustee, bytes32 person,
        Class class, uint64 validUntil
    ) internal returns (address door) {
        require(signers.length != 0, MasterNoSigner());
        uint40 until = validUntil == 0 ? 0 : _future(validUntil);
        door = _clone(_doorTemplates[role]);
        _participants[door] = Participant(role, Standing.Active, until, 0, parent, class, trustee, person);
        emit Admitted(door, role, parent, trustee, name, person, class, validUntil);
        IDoor(door).initialize(signers, threshold);
    }

    function _future(uint64 validUntil) internal view returns (uint40) {
        require(validUntil > block.timestamp, MasterValidityPassed(validUntil, block.timestamp));
        require(validUntil <= type(uint40).max, MasterValidityTooLate(validUntil));
        return uint40(validUntil);
    }

    // -- guards

    function _requireRole(address door, Role wanted) internal view {
        Role got = _participants[door].role;
        require(got == wanted, MasterWrongRole(door, got, wanted));
    }

    function _requireActive(address door) internal view {
        _requireDoor(door);
        address blamed = _blamed(door);
        require(blamed == address(0), MasterNotActive(door, blamed));
    }

    /// @dev A door, and not a frozen one.
    function _requireUnfrozen(address door) internal view {
        Participant storage p = _participants[door];
        (Role role, uint64 until) = (p.role, p.frozenUntil);
        require(role != Role.None, NotAParticipant(door));
        require(until <= block.timestamp, MasterFrozen(door, until));
    }

    /// @dev A door that is not frozen; or the one whose due an order of the regulator makes an escrow give back.
    function _requireReceiver(address door) internal view {
        if (door == _surrendered) _requireDoor(door);
        else _requireUnfrozen(door);
    }

    /// @dev A face speaks for the door that called it, and that door must be the one that acts upon it, and may.
    function _requireCaller(address caller) internal view {
        require(_requireActing() == caller, MasterNotActing(caller));
        _requireActive(caller);
    }

    function _requireDoor(address account) internal view {
        require(_participants[account].role != Role.None, NotAParticipant(account));
    }

    function _requireLinked(address trustee, address operator) internal view {
        require(_links[trustee][operator] == Link.Active, MasterNotLinked(trustee, operator));
    }

    function _childOf(address parent, address door) internal view returns (Participant storage p) {
        p = _participants[door];
        require(p.parent == parent, MasterNotItsParent(door, parent));
    }

    /// @dev The first of the door and its parents that may not act; zero when all may. At most three levels.
    function _blamed(address door) internal view returns (address) {
        address root = _regulator;
        while (door != root) {
            Participant storage p = _participants[door];
            (Standing standing, uint256 until, uint256 frozen) = (p.standing, p.validUntil, p.frozenUntil);
            bool expired = until != 0 && until < block.timestamp;
            if (standing != Standing.Active || expired || frozen > block.timestamp) return door;
            door = p.parent;
        }
        return address(0);
    }
}
